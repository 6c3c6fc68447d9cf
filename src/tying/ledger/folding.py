"""Folding of what repeats: equal entries of repeated blocks, and the places of a reused one.

Blocks that repeat share nothing with one another, so a folded line says how many parameters it
stands for and that they are separate. Only entries of modules that hold the same are folded: the
bias of a convolution and the bias of the normalisation behind it stay two lines.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from tying.ledger._entry import Entry
from tying.slots.contents import RAGGED

GROUP_FROM = 13
"""Ledgers of so many entries are shown with repeated blocks folded into one line."""

FOLD_FROM = 6
"""So many slots of one entry are shown with those that differ in a number folded into one."""

WORDS = {
    "unique": "",
    "same-parameter": "tied: one object",
    "module-reuse": "tied: one module",
    "derived": "tied: transposed",
    "storage-alias": "alias: {objects} objects, one storage",
    "overlap": "overlap: {objects} objects share bytes",
    "expanded": "expanded: entries share bytes",
}
"""What a line says of each kind of entry."""

_NUMBER = re.compile(r"(?<![^.])\d+(?![^.])")  # a whole part of a dotted name


@dataclass(frozen=True)
class Line:
    """One printed line: an entry, or a run of equal entries in repeated blocks.

    Attributes:
        objects: the registered slots by the object that they hold. Names are folded where they are
            many or the line stands for several entries.
        derived: the slots that are computed from one of the objects, folded in the same way.
        firsts: for each of the names, which slot of ``entry`` it stands for, or begins with.
        repeats: the number of entries that the line stands for.
        entry: the first of them.
    """

    objects: tuple[tuple[str, ...], ...]
    derived: tuple[str, ...]
    firsts: tuple[str, ...]
    repeats: int
    entry: Entry

    @property
    def slots(self) -> tuple[str, ...]:
        """All names, those of one object together, derived ones last."""
        return (*(name for names in self.objects for name in names), *self.derived)

    @property
    def holds(self) -> tuple[str, ...]:
        """For each name which object it holds, in words; empty where that is plain to see."""
        several = len(self.objects) > 1
        tied = any(len(names) > 1 for names in self.objects)
        if not ((tied or self.derived) if several else (tied and self.derived)):
            return ("",) * len(self.slots)
        registered = [
            f"object {number}" if several else ""
            for number, names in enumerate(self.objects, start=1)
            for _ in names
        ]
        return (*registered, *("transposed" for _ in self.derived))

    @property
    def shape(self) -> str:
        """The shape as printed, with the number of repeats in front."""
        lengths = ("ragged" if length == RAGGED else str(length) for length in self.entry.shape)
        shape = " × ".join(lengths) or "scalar"
        return f"{self.repeats} × [{shape}]" if self.repeats > 1 else shape

    @property
    def stored(self) -> str:
        """The number of elements stored by all the repeats together."""
        return f"{self.repeats * self.entry.numel:,}"

    @property
    def held(self) -> str:
        """How the slots hold what they hold, in words; empty for one separate parameter."""
        words = WORDS[self.entry.kind].format(objects=len(self.entry.objects))
        if self.repeats > 1:
            words = f"each {words}" if words else f"{self.repeats} separate objects"
        if not self.entry.objects:
            words += ", source elsewhere"
        dtype = self.entry.dtype  # integers may be packed, several numbers in one
        integers = "" if dtype.is_floating_point or dtype.is_complex else str(dtype).split(".")[1]
        frozen = "" if self.entry.trainable else "frozen"
        return ", ".join(filter(None, [words, integers, frozen]))


def lines(entries: Sequence[Entry]) -> list[Line]:
    """The lines of a ledger; entries that differ only in numbers are folded, if there are many."""
    if len(entries) < GROUP_FROM:
        return [_line([entry]) for entry in entries]
    folded = []
    for alike in _alike(entries):
        for block in _grids([entry.slots[0] for entry in alike]):
            folded.append(_line([alike[i] for i in block]))
    return folded


def _line(block: list[Entry]) -> Line:
    """The line for entries that differ only in numbers, which form a full grid."""
    first = block[0]
    if len(block) == 1:
        if len(first.slots) < FOLD_FROM:
            return Line(first.objects, first.derived, first.slots, 1, first)
        groups = [_folded_slots(names) for names in (*first.objects, first.derived)]
        *objects, derived = map(tuple, groups)
        firsts = tuple(slot for group in groups for slot in group.values())
        return Line(tuple(objects), derived, firsts, 1, first)
    objects = tuple(
        tuple(_merged(names) for names in zip(*corresponding, strict=True))
        for corresponding in zip(*(entry.objects for entry in block), strict=True)
    )
    derived = map(_merged, zip(*(entry.derived for entry in block), strict=True))
    return Line(objects, tuple(derived), first.slots, len(block), first)


def _alike(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries that differ only in the numbers of their names, and stand in like modules."""
    contents = _contents_of_modules(entries)
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        patterns = tuple(_pattern(name) for name in entry.slots)
        modules = tuple(contents[_module(name)] for name in entry.slots)
        held = tuple(map(len, entry.objects))
        values = (entry.shape, entry.numel, entry.kind, entry.dtype, entry.trainable, held)
        groups[patterns, modules, values].append(entry)
    return list(groups.values())


def _contents_of_modules(entries: Sequence[Entry]) -> dict[str, frozenset]:
    """What every module holds: the patterns of its slots' local names, each with its shape."""
    contents: dict[str, set] = defaultdict(set)
    for entry in entries:
        for name in entry.slots:
            local = name.rpartition(".")[2]
            contents[_module(name)].add((_pattern(local), entry.shape))
    return {module: frozenset(held) for module, held in contents.items()}


def _module(name: str) -> str:
    """``h.0.mlp.weight`` as ``h.0.mlp``."""
    return name.rpartition(".")[0]


def _pattern(name: str) -> str:
    """``h.0.mlp.weight`` as ``h.#.mlp.weight``."""
    return _NUMBER.sub("#", name)


def _folded_slots(slots: tuple[str, ...]) -> dict[str, str]:
    """The first slot of one object, and the others with those that differ in a number folded.

    Returns:
        For each name that is printed, the first slot that it stands for.
    """
    by_pattern: dict[str, list[str]] = defaultdict(list)
    for name in slots[1:]:
        by_pattern[_pattern(name)].append(name)
    folded = {name: name for name in slots[:1]}
    for names in by_pattern.values():
        for block in _grids(names):
            folded[_merged([names[i] for i in block])] = names[block[0]]
    return folded


def _grids(names: Sequence[str]) -> list[list[int]]:
    """Split the indices of names of one pattern until the numbers of each part form a full grid.

    ``h.0.a.1``, ``h.0.a.2``, ``h.1.a.1`` and ``h.1.a.2`` are the full grid {0, 1} × {1, 2}, and
    can be written as one name with two ranges. Without one of them they cannot, and are split by
    their last number that varies.
    """
    parts = [name.split(".") for name in names]
    grids = []

    def split(indices: list[int]) -> None:
        columns = list(zip(*(parts[i] for i in indices), strict=True))
        varying = [at for at, column in enumerate(columns) if len(set(column)) > 1]
        if math.prod(len(set(columns[at])) for at in varying) == len(indices):
            grids.append(indices)
            return
        by_last: dict[str, list[int]] = defaultdict(list)
        for i in indices:
            by_last[parts[i][varying[-1]]].append(i)
        for part in by_last.values():
            split(part)

    split(list(range(len(names))))
    return grids


def _merged(names: Sequence[str]) -> str:
    """``("h.0.w", "h.1.w", "h.2.w")`` as ``h.{0–2}.w``."""
    columns = zip(*(name.split(".") for name in names), strict=True)
    return ".".join(_ranges(list(dict.fromkeys(column))) for column in columns)


def _ranges(values: list[str]) -> str:
    """``["0", "1", "2", "7"]`` as ``{0–2,7}``; a single value as it is."""
    if len(values) == 1:
        return values[0]
    numbers = {int(value) for value in values}
    starts = sorted(n for n in numbers if n - 1 not in numbers)
    ends = sorted(n for n in numbers if n + 1 not in numbers)
    ranges = [
        f"{start}–{end}" if start < end else f"{start}"
        for start, end in zip(starts, ends, strict=True)
    ]
    return f"{{{','.join(ranges)}}}"
