"""Who shares what, by brute force: over the identities of objects and of storages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torch import nn

Groups = set[tuple[str, ...]]


@dataclass(frozen=True)
class Truth:
    """What a model holds.

    Attributes:
        by_storage: the slots of each storage that holds parameters.
        by_object: the slots of each parameter.
        counts: elements stored, in the distinct objects, and in the slots.
        nbytes: bytes of the storages.
        buffers: elements in the distinct buffers.
    """

    by_storage: Groups
    by_object: Groups
    counts: tuple[int, int, int]
    nbytes: int
    buffers: int


def brute_force(model: nn.Module) -> Truth:
    """The truth about a model whose parameters fill their storages.

    A storage is the same if Python says that it is the same object, which torch keeps alive with
    its tensors: it needs no address, and so holds on meta.
    """
    objects, storages = {}, {}  # by identity; they stay alive, and with them their identities
    by_object: dict[int, list[str]] = defaultdict(list)
    by_storage: dict[int, list[str]] = defaultdict(list)
    itemsizes: dict[int, int] = {}
    by_slot = 0
    for name, parameter in model.named_parameters(remove_duplicate=False):
        storage = parameter.untyped_storage()
        objects[id(parameter)] = parameter
        storages[id(storage)] = storage
        itemsizes[id(storage)] = parameter.element_size()
        by_object[id(parameter)].append(name)
        by_storage[id(storage)].append(name)
        by_slot += parameter.numel()
    stored = sum(storage.nbytes() // itemsizes[key] for key, storage in storages.items())
    return Truth(
        by_storage={tuple(names) for names in by_storage.values()},
        by_object={tuple(names) for names in by_object.values()},
        counts=(stored, sum(p.numel() for p in objects.values()), by_slot),
        nbytes=sum(storage.nbytes() for storage in storages.values()),
        buffers=sum({id(buffer): buffer.numel() for buffer in model.buffers()}.values()),
    )


def declared_ties(model: nn.Module) -> set[frozenset[str]]:
    """The parameters that a model of transformers declares to be one, in ``_tied_weights_keys``."""
    slots = {name for name, _ in model.named_parameters(remove_duplicate=False)}
    keys: Mapping[str, str] = model.all_tied_weights_keys  # pyright: ignore[reportAssignmentType]
    return connected((target, source) for target, source in keys.items() if target in slots)


def connected(pairs: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    """The groups that pairs of names link."""
    groups: list[set[str]] = []
    for pair in pairs:
        linked = [group for group in groups if group.intersection(pair)]
        groups = [group for group in groups if not group.intersection(pair)]
        groups.append(set(pair).union(*linked))
    return {frozenset(group) for group in groups}
