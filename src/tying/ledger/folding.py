"""Folding of what repeats: equal entries of repeated blocks, and the places of a reused one.

Blocks that repeat share nothing with one another, so a folded line says how many parameters it
stands for and that they are separate. Only entries of modules that hold the same are folded: the
bias of a convolution and the bias of the normalisation behind it stay two lines.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tying.ledger._entry import Entry

GROUP_FROM = 13
"""Ledgers of so many entries are shown with repeated blocks folded into one line."""

FOLD_FROM = 6
"""So many slots of one object are shown with those that differ in a number folded into one."""

WORDS = {
    "unique": "",
    "same-parameter": "tied: one object",
    "module-reuse": "tied: one module",
    "derived": "tied: transposed",
    "storage-alias": "alias: {objects} objects, one storage",
    "overlap": "overlap: {objects} objects share bytes",
    "expanded": "expanded: entries share bytes",
}


_NUMBER = re.compile(r"(?<![^.])\d+(?![^.])")


@dataclass(frozen=True)
class Line:
    """One printed line: an entry, or a run of equal entries in repeated blocks."""

    slots: tuple[str, ...]
    repeats: int
    entry: Entry

    @property
    def shape(self) -> str:
        """The shape as printed, with the number of repeats in front."""
        shape = " × ".join(map(str, self.entry.shape)) or "scalar"
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
        return ", ".join(filter(None, [words, "" if self.entry.trainable else "frozen"]))


def lines(entries: Sequence[Entry]) -> list[Line]:
    """Fold entries that differ only in the number of their block, if there are many."""
    if len(entries) < GROUP_FROM:
        return [Line(_folded(entry.slots), 1, entry) for entry in entries]
    holders = _holders(entries)
    groups: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in entries:
        alike = (entry.shape, entry.numel, entry.kind, entry.dtype, entry.trainable)
        modules = tuple(holders[_module(name)] for name in entry.slots)
        groups[tuple(map(_pattern, entry.slots)), alike, modules].append(entry)
    found = []
    for group in groups.values():
        for block in _blocks([entry.slots for entry in group]):
            slots = (
                _folded(group[block[0]].slots)
                if len(block) == 1
                else tuple(
                    _merge(names) for names in zip(*(group[i].slots for i in block), strict=True)
                )
            )
            found.append(Line(slots, len(block), group[block[0]]))
    return found


def _module(name: str) -> str:
    return name.rpartition(".")[0]


def _holders(entries: Sequence[Entry]) -> dict[str, frozenset]:
    """What every module holds: the local names of its slots, each with its shape."""
    found: dict[str, set] = defaultdict(set)
    for entry in entries:
        for name in entry.slots:
            local = name.rpartition(".")[2]
            found[_module(name)].add((_pattern(local), entry.shape))
    return {module: frozenset(held) for module, held in found.items()}


def _pattern(name: str) -> str:
    return _NUMBER.sub("#", name)


def _folded(slots: tuple[str, ...]) -> tuple[str, ...]:
    """The first slot, and the others with those that differ in a number folded, if many."""
    if len(slots) < FOLD_FROM:
        return slots
    groups: dict[str, list[str]] = defaultdict(list)
    for name in slots[1:]:
        groups[_pattern(name)].append(name)
    blocks = ((g, block) for g in groups.values() for block in _blocks([(name,) for name in g]))
    return slots[0], *(_merge([group[i] for i in block]) for group, block in blocks)


def _blocks(slots: Sequence[tuple[str, ...]], among: Sequence[int] = ()) -> list[list[int]]:
    """Split the indices of equally patterned slots until each part is a full grid of numbers."""
    part = list(among or range(len(slots)))
    columns = list(zip(*(slots[i][0].split(".") for i in part), strict=True))
    varying = [column for column in columns if len(set(column)) > 1]
    if math.prod(len(set(column)) for column in varying) == len(part):
        return [part]
    return [
        block
        for value in dict.fromkeys(varying[-1])
        for block in _blocks(
            slots, [i for i, v in zip(part, varying[-1], strict=True) if v == value]
        )
    ]


def _merge(names: Sequence[str]) -> str:
    """``("h.0.w", "h.1.w", "h.2.w")`` as ``h.{0–2}.w``."""
    parts = zip(*(name.split(".") for name in names), strict=True)
    return ".".join(_span(list(dict.fromkeys(part))) for part in parts)


def _span(values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    numbers = set(map(int, values))
    starts = sorted(n for n in numbers if n - 1 not in numbers)
    ends = sorted(n for n in numbers if n + 1 not in numbers)
    spans = (f"{a}–{b}" if a < b else f"{a}" for a, b in zip(starts, ends, strict=True))
    return f"{{{','.join(spans)}}}"
