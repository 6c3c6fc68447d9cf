"""One line of the ledger: the slots that share memory, and what they hold."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from tying.slots import Slot, storage

Kind = Literal[
    "unique", "same-parameter", "module-reuse", "derived", "storage-alias", "overlap", "expanded"
]


@dataclass(frozen=True)
class Entry:
    """One group of slots that share memory, and so one line of the ledger.

    Attributes:
        slots: the dotted names, in order of registration, derived ones last.
        shape: the shape of the first object.
        numel: elements stored, shared memory counted once.
        kind: ``unique`` (one slot, nothing shared); ``same-parameter`` (one object in several
            modules); ``module-reuse`` (one module registered at several places); ``derived``
            (at least one slot is the transpose of another and stores nothing);
            ``storage-alias`` (several objects over exactly the same bytes); ``overlap``
            (several objects over partly the same bytes); ``expanded`` (one object whose own
            entries share bytes, as after ``Tensor.expand``).
        nbytes: bytes stored, shared memory counted once.
        trainable: whether any object behind the entry requires a gradient.
        dtype: the type of the first object.
        objects: the registered slots, grouped by the ``Parameter`` object that they hold.
        derived: the slots that are computed from an object of this entry.
        by_object: sum over the distinct objects of their numbers of entries.
        by_slot: the same sum over the slots, as if each held its own copy.
        gradient_nbytes: bytes of one number for every entry of every trainable object, which is
            the size of the gradients, and of each state that an optimiser keeps.
    """

    slots: tuple[str, ...]
    shape: tuple[int, ...]
    numel: int
    kind: Kind
    nbytes: int
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


@dataclass(frozen=True)
class HeldParameter:
    """A ``Parameter`` object and the slots through which a model reaches it.

    Attributes:
        parameter: the object.
        slots: the slots that hold it, at least one, in order of registration.
        derived: the slots that are computed from it.
    """

    parameter: Tensor
    slots: tuple[Slot, ...]
    derived: tuple[Slot, ...] = ()


def group_by_memory(parameters: Iterable[HeldParameter]) -> list[list[HeldParameter]]:
    """Group objects that share memory, directly or in a chain, in the order of their firsts."""
    members = list(parameters)
    by_storage: dict[Hashable, list[int]] = defaultdict(list)
    for index, held in enumerate(members):
        by_storage[storage.storage_key(held.parameter)].append(index)
    groups: list[list[int]] = []
    for indices in by_storage.values():
        if len(indices) == 1:  # the usual case, in which no bytes need be compared
            groups.append(indices)
            continue
        runs = [storage.byte_runs(members[i].parameter) for i in indices]
        for overlap in storage.overlapping(runs):
            groups.append([indices[i] for i in overlap])
    return [[members[i] for i in group] for group in sorted(groups)]


def entry_of_group(group: list[HeldParameter]) -> Entry:
    """The line for one group of objects that share memory."""
    objects = [held.parameter for held in group]
    memory = _memory(objects)
    registered = tuple(tuple(slot.name for slot in held.slots) for held in group)
    derived = tuple(slot.name for held in group for slot in held.derived)
    return Entry(
        slots=tuple(name for names in registered for name in names) + derived,
        shape=tuple(objects[0].shape),
        numel=memory.numel,
        kind=_kind(memory.kind, group),
        nbytes=memory.nbytes,
        trainable=any(tensor.requires_grad for tensor in objects),
        dtype=objects[0].dtype,
        objects=registered,
        derived=derived,
        by_object=sum(tensor.numel() for tensor in objects),
        by_slot=sum(
            held.parameter.numel() * (len(held.slots) + len(held.derived)) for held in group
        ),
        gradient_nbytes=sum(
            tensor.numel() * tensor.element_size() for tensor in objects if tensor.requires_grad
        ),
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
    if memory_kind == "unique" and any(held.derived for held in group):
        return "derived"
    if memory_kind in ("unique", "expanded") and len(first.slots) > 1:
        places = {(id(slot.module), slot.local) for slot in first.slots}
        return "module-reuse" if len(places) == 1 else "same-parameter"
    return memory_kind


@dataclass(frozen=True)
class _Memory:
    """How objects share memory among themselves.

    Attributes:
        kind: ``unique`` or ``expanded`` for one object; ``storage-alias`` or ``overlap`` for
            several.
        numel: elements that exist.
        nbytes: bytes that exist.
    """

    kind: Kind
    numel: int
    nbytes: int


def _memory(objects: list[Tensor]) -> _Memory:
    """The memory of objects that share some, or of a single one.

    Where element types differ, a byte counts as part of the first object to hold it.
    """
    if not storage.has_storage(objects[0]):
        values, *indices = storage.sparse_parts(objects[0])
        nbytes = values.nbytes + sum(part.nbytes for part in indices)
        return _Memory("unique", values.numel(), nbytes)
    runs = [storage.byte_runs(tensor) for tensor in objects]
    numel = 0
    counted = runs[0][:0]
    for tensor, own in zip(objects, runs, strict=True):
        together = storage.union(counted, own)
        new_bytes = storage.byte_count(together) - storage.byte_count(counted)
        numel += math.ceil(new_bytes / tensor.element_size())
        counted = together
    nbytes = storage.byte_count(counted)
    if len(objects) == 1:
        as_if_dense = objects[0].numel() * objects[0].element_size()
        return _Memory("expanded" if nbytes < as_if_dense else "unique", numel, nbytes)
    same_bytes = all(storage.byte_count(own) == nbytes for own in runs)
    return _Memory("storage-alias" if same_bytes else "overlap", numel, nbytes)
