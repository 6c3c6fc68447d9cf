"""One line of the ledger: the slots that share memory, and what they hold."""

from __future__ import annotations

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
class Holding:
    """A ``Parameter`` object, the slots that hold it, and the slots computed from it."""

    object: Tensor
    slots: tuple[Slot, ...]
    derived: tuple[Slot, ...] = ()


def sharing(holdings: Iterable[Holding]) -> list[list[Holding]]:
    """Group objects by shared memory, in the order of their first members."""
    members = list(holdings)
    by_storage: dict[Hashable, list[int]] = defaultdict(list)
    for index, holding in enumerate(members):
        by_storage[storage.storage_key(holding.object)].append(index)
    groups: list[list[int]] = []
    for together in by_storage.values():
        if len(together) == 1:
            groups.append(together)
            continue
        parts = storage.overlapping([storage.byte_runs(members[i].object) for i in together])
        groups += [[together[i] for i in part] for part in parts]
    return [[members[i] for i in group] for group in sorted(groups)]


def entry(group: list[Holding]) -> Entry:
    """The line for one group of objects that share memory."""
    objects = [holding.object for holding in group]
    registered = tuple(tuple(slot.name for slot in holding.slots) for holding in group)
    derived = tuple(slot.name for holding in group for slot in holding.derived)
    kind, numel, nbytes = _memory(objects)
    if kind == "unique" and derived:
        kind = "derived"
    elif kind in ("unique", "expanded") and len(registered[0]) > 1:
        places = {(id(slot.module), slot.local) for slot in group[0].slots}
        kind = "module-reuse" if len(places) == 1 else "same-parameter"
    return Entry(
        slots=tuple(name for names in registered for name in names) + derived,
        shape=tuple(objects[0].shape),
        numel=numel,
        kind=kind,
        nbytes=nbytes,
        trainable=any(tensor.requires_grad for tensor in objects),
        dtype=objects[0].dtype,
        objects=registered,
        derived=derived,
        by_object=sum(tensor.numel() for tensor in objects),
        by_slot=sum(
            holding.object.numel() * (len(holding.slots) + len(holding.derived))
            for holding in group
        ),
        gradient_nbytes=sum(
            tensor.numel() * tensor.element_size() for tensor in objects if tensor.requires_grad
        ),
    )


def computed_elsewhere(slot: Slot, trainable: bool) -> Entry:
    """The line for a derived slot whose source lies outside the model that is looked at."""
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


def _memory(objects: list[Tensor]) -> tuple[Kind, int, int]:
    """How the objects share memory among themselves, and the elements and bytes that exist.

    Where element types differ, a byte counts as part of the first object to hold it.
    """
    if not storage.has_storage(objects[0]):
        values, *indices = storage.sparse_parts(objects[0])
        return "unique", values.numel(), sum(part.nbytes for part in (values, *indices))
    runs = [storage.byte_runs(tensor) for tensor in objects]
    elements, seen = 0, runs[0][:0]
    for tensor, own in zip(objects, runs, strict=True):
        together = storage.union(seen, own)
        elements += -(-(storage.size(together) - storage.size(seen)) // tensor.element_size())
        seen = together
    nbytes = storage.size(seen)
    if len(objects) == 1:
        expanded = nbytes < objects[0].numel() * objects[0].element_size()
        return "expanded" if expanded else "unique", elements, nbytes
    alias = all(storage.size(own) == nbytes for own in runs)
    return "storage-alias" if alias else "overlap", elements, nbytes
