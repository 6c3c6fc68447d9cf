"""One line of the ledger: the slots that share memory, and what they hold."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor

from tying.slots import Slot, storage
from tying.slots.contents import Contents

Kind = Literal[
    "unique", "same-parameter", "module-reuse", "derived", "storage-alias", "overlap", "expanded"
]


@dataclass(frozen=True)
class Entry:
    """One group of slots that share memory, and so one line of the ledger.

    Attributes:
        slots: the dotted names, in order of registration, derived ones last.
        shape: the shape of the first object, −1 where a nested tensor has several lengths. For
            a shard it is that of the whole parameter, for packed weights that of the matrix.
        numel: elements stored, shared memory counted once. Of a parameter that is sharded over
            several processes, all of them count.
        kind: ``unique`` (one slot, nothing shared); ``same-parameter`` (one object in several
            modules); ``module-reuse`` (one module registered at several places); ``derived``
            (at least one slot is the transpose of another and stores nothing);
            ``storage-alias`` (several objects over exactly the same bytes); ``overlap``
            (several objects over partly the same bytes); ``expanded`` (one object whose own
            entries share bytes, as after ``Tensor.expand``).
        nbytes: bytes stored in this process, shared memory counted once. Indices, scales and the
            like count too, for each entry that has them.
        whole_nbytes: bytes of the whole parameters, of which this process may hold only shards.
        trainable: whether any object behind the entry requires a gradient.
        dtype: the type of the first object.
        objects: the registered slots, grouped by the ``Parameter`` object that they hold.
        derived: the slots that are computed from an object of this entry.
        by_object: sum over the distinct objects of their numbers of entries.
        by_slot: the same sum over the slots, as if each held its own copy.
        gradient_nbytes: bytes of one number for every entry of every trainable object that this
            process holds, which is the size of the gradients, and of each state that an optimiser
            keeps.
    """

    slots: tuple[str, ...]
    shape: tuple[int, ...]
    numel: int
    kind: Kind
    nbytes: int
    whole_nbytes: int
    trainable: bool
    dtype: torch.dtype
    objects: tuple[tuple[str, ...], ...]
    derived: tuple[str, ...]
    by_object: int
    by_slot: int
    gradient_nbytes: int

    @property
    def is_tied(self) -> bool:
        """Whether one object serves several slots, directly or transposed."""
        return bool(self.derived) or any(len(names) > 1 for names in self.objects)

    @property
    def is_alias(self) -> bool:
        """Whether several objects share memory: the tie that is not a tie."""
        return self.kind in ("storage-alias", "overlap")


class HeldParameter(NamedTuple):
    """A ``Parameter`` object and the slots through which a model reaches it.

    Attributes:
        parameter: the object.
        contents: what it is made of.
        slots: the slots that hold it, at least one, in order of registration.
        derived: the slots that are computed from it.
    """

    parameter: Tensor
    contents: Contents
    slots: list[Slot]
    derived: list[Slot]


def group_by_memory(parameters: Iterable[HeldParameter]) -> list[list[HeldParameter]]:
    """Group objects that share memory, directly or in a chain, in the order of their firsts."""
    members = list(parameters)
    by_storage: dict[Hashable, list[tuple[int, Tensor]]] = defaultdict(list)
    for index, held in enumerate(members):
        for tensor in held.contents.values:
            by_storage[storage.storage_key(tensor)].append((index, tensor))
    groups = storage.Partition(len(members))
    for lodgers in by_storage.values():
        if len(lodgers) == 1:  # the usual case, in which no bytes need be compared
            continue
        runs = [storage.byte_runs(tensor) for _, tensor in lodgers]
        for first, *others in storage.overlapping(runs):
            for other in others:
                groups.join(lodgers[first][0], lodgers[other][0])
    return [[members[i] for i in part] for part in groups.parts()]


def entry_of_group(group: list[HeldParameter]) -> Entry:
    """The line for one group of objects that share memory."""
    memory = _memory(group)
    names = tuple([tuple([slot.name for slot in held.slots]) for held in group])
    derived = tuple([slot.name for held in group for slot in held.derived])
    by_object = by_slot = gradient_nbytes = 0
    trainable = False
    for held in group:
        numel = held.contents.numel
        by_object += numel
        by_slot += numel * (len(held.slots) + len(held.derived))
        if held.parameter.requires_grad:
            trainable = True
            gradient_nbytes += held.contents.here * held.parameter.element_size()
    return Entry(
        slots=(*[name for held_names in names for name in held_names], *derived),
        shape=group[0].contents.shape,
        numel=memory.numel,
        kind=_kind(memory.kind, group),
        nbytes=memory.nbytes,
        whole_nbytes=memory.whole_nbytes,
        trainable=trainable,
        dtype=group[0].parameter.dtype,
        objects=names,
        derived=derived,
        by_object=by_object,
        by_slot=by_slot,
        gradient_nbytes=gradient_nbytes,
    )


def entry_of_outside_source(slot: Slot, trainable: bool) -> Entry:
    """The line for a derived slot whose source lies outside the model: it stores nothing here."""
    value = slot.value
    return Entry(
        slots=(slot.name,),
        shape=tuple(value.shape),
        numel=0,
        kind="derived",
        nbytes=0,
        whole_nbytes=0,
        trainable=trainable,
        dtype=value.dtype,
        objects=(),
        derived=(slot.name,),
        by_object=0,
        by_slot=value.numel(),
        gradient_nbytes=0,
    )


def _kind(memory_kind: Kind, group: list[HeldParameter]) -> Kind:
    """The kind of an entry, from the kind of its memory and from how slots hold its objects."""
    first = group[0]
    if memory_kind == "unique" and first.derived:
        return "derived"
    if memory_kind in ("unique", "expanded") and len(first.slots) > 1:
        places = {(id(slot.module), slot.local) for slot in first.slots}
        return "module-reuse" if len(places) == 1 else "same-parameter"
    return memory_kind


class _Memory(NamedTuple):
    """How objects share memory among themselves.

    Attributes:
        kind: ``unique`` or ``expanded`` for one object; ``storage-alias`` or ``overlap`` for
            several.
        numel: elements that exist, in all processes.
        nbytes: bytes that exist in this process.
        whole_nbytes: bytes that exist, each shard counted, no replica.
    """

    kind: Kind
    numel: int
    nbytes: int
    whole_nbytes: int


def _memory(group: list[HeldParameter]) -> _Memory:
    """The memory of objects that share some, or of a single one.

    Where element types differ, a byte counts as part of the first object to hold it.
    """
    if len(group) == 1 and _is_dense(group[0]):  # nearly always so, and quick
        numel = group[0].contents.numel
        nbytes = numel * group[0].parameter.element_size()
        return _Memory("unique", numel, nbytes, nbytes)
    values, structure = storage.Occupied(), storage.Occupied()
    numel, alone = 0, []
    for held in group:
        alone.append(storage.Occupied().add(*held.contents.values))
        numel += _elements(held, values.add(*held.contents.values), alone[-1])
        structure.add(*held.contents.structure)
    nbytes = values.nbytes + structure.nbytes
    if len(group) > 1:
        kind = "storage-alias" if set(alone) == {values.nbytes} else "overlap"
    else:
        kind = "expanded" if _has_common_bytes(group[0], nbytes) else "unique"
    return _Memory(kind, numel, nbytes, _whole_nbytes(group, nbytes))


def _is_itself(held: HeldParameter) -> bool:
    """Whether the object is a plain tensor."""
    values = held.contents.values
    return len(values) == 1 and values[0] is held.parameter


def _is_dense(held: HeldParameter) -> bool:
    """Whether the object is a plain tensor whose entries follow one another in memory."""
    return _is_itself(held) and held.parameter.is_contiguous()


def _has_common_bytes(held: HeldParameter, nbytes: int) -> bool:
    """Whether entries of a plain tensor that takes ``nbytes`` lie over one another."""
    return _is_itself(held) and nbytes < held.parameter.numel() * held.parameter.element_size()


def _elements(held: HeldParameter, new: int, alone: int) -> int:
    """The elements in ``new`` bytes of the ``alone`` ones that the values of an object take."""
    if _is_itself(held):
        return math.ceil(new / held.parameter.element_size())
    content = held.contents
    # of a shard the elements count that are elsewhere, too
    stored = content.explicit * content.numel // content.here if content.here else content.numel
    return math.ceil(stored * new / alone) if alone else stored


def _whole_nbytes(group: list[HeldParameter], nbytes: int) -> int:
    """The bytes of whole parameters, of whose shards in this process ``nbytes`` are known."""
    whole = sum(held.contents.numel for held in group)
    here = sum(held.contents.here for held in group)
    if whole == here:
        return nbytes
    if here:
        return math.ceil(nbytes * whole / here)
    return sum(held.contents.numel * held.parameter.element_size() for held in group)
