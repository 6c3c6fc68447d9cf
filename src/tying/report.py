"""A ledger as a person reads it: in a terminal, and in a notebook.

A model of many equal blocks is shown as one block and how often it repeats. A model of a few
lines is shown line by line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tying.entry import Entry
    from tying.ledger import Ledger

GROUP_FROM = 13
"""Ledgers of so many entries are shown with repeated blocks folded into one line."""

WORDS = {
    "unique": "",
    "same-parameter": "tied: one object",
    "module-reuse": "tied: one module",
    "derived": "tied: transposed",
    "storage-alias": "alias: {objects} objects, one storage",
    "overlap": "overlap: {objects} objects share bytes",
    "expanded": "expanded: entries share bytes",
}


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
        """How the slots hold what they hold, in words; empty for a separate parameter."""
        words = WORDS[self.entry.kind].format(objects=len(self.entry.objects))
        return ", ".join(filter(None, [words, "" if self.entry.trainable else "frozen"]))


def lines(entries: Sequence[Entry]) -> list[Line]:
    """Fold entries that differ only in the number of their block, if there are many."""
    if len(entries) < GROUP_FROM:
        return [Line(entry.slots, 1, entry) for entry in entries]
    groups: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in entries:
        pattern = tuple(_NUMBER.sub("#", slot) for slot in entry.slots)
        alike = (entry.shape, entry.numel, entry.kind, entry.dtype, entry.trainable)
        groups[pattern, alike].append(entry)
    return [
        Line(tuple(_merge(slots) for slots in zip(*(e.slots for e in group), strict=True)),
             len(group), group[0])
        for group in groups.values()
    ]  # fmt: skip


def as_text(ledger: Ledger) -> str:
    """The ledger for a terminal: one column each for slots, shape, elements and sharing."""
    rows = [("slot", "shape", "stored", "held as")]
    for line in lines(ledger.entries):
        first, *others = line.slots
        rows.append((first, line.shape, line.stored, line.held))
        rows += [(f"  = {name}", "", "", "") for name in others]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    table = [
        f"  {row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]}".rstrip()
        for row in rows
    ]
    return "\n".join([f"{ledger.name}: {_headline(ledger)}", "", *table, "", *_totals(ledger)])


def as_html(ledger: Ledger) -> str:
    """The ledger for a notebook: a table that scrolls in its own box."""
    body = []
    for line in lines(ledger.entries):
        colour = "alias" if line.entry.is_alias else "tied" if line.entry.is_tied else ""
        names = "<br>= ".join(f"<code>{escape(name)}</code>" for name in line.slots)
        held = line.held
        if colour:
            style = f"color: var(--tied-{colour}-text, inherit); font-weight: 600"
            held = f'<span style="{style}">{held}</span>'
        body.append(
            f'<tr><th scope="row" {_LEFT}>{names}</th><td {_LEFT}>{line.shape}</td>'
            f"<td {_RIGHT}>{line.stored}</td>"
            f"<td {_LEFT}>{held}</td></tr>"
        )
    heads = "".join(
        f'<th scope="col" {side}>{word}</th>'
        for word, side in zip(
            ("slot", "shape", "stored", "held as"), (_LEFT, _LEFT, _RIGHT, _LEFT), strict=True
        )
    )
    title = f"Ledger of {escape(ledger.name)}"
    totals = "<br>".join(map(str.strip, _totals(ledger)))
    return (
        f'<div class="tied-ledger" role="region" aria-label="{title}" tabindex="0" '
        'style="overflow-x: auto">'
        f"<p><strong>{escape(ledger.name)}</strong>: {_headline(ledger)}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        f"<p>{totals}</p></div>"
    )


_LEFT = 'style="text-align: left; font-weight: inherit; vertical-align: top"'
_RIGHT = 'style="text-align: right; vertical-align: top; font-variant-numeric: tabular-nums"'
_NUMBER = re.compile(r"(?<![^.])\d+(?![^.])")


def _headline(ledger: Ledger) -> str:
    words = f"{ledger.stored:,} parameters stored"
    if ledger.by_slot != ledger.stored:
        words += f", {ledger.by_slot:,} if every slot had its own"
    return words


def _totals(ledger: Ledger) -> list[str]:
    totals = [
        f"  stored {ledger.stored:,} · by object {ledger.by_object:,} · by slot {ledger.by_slot:,}",
        f"  {_size(ledger.nbytes)} of parameters, {_size(ledger.optimizer_nbytes())} "
        "of state for Adam",
    ]
    if ledger.buffers:
        totals.append(f"  {ledger.buffers:,} numbers in buffers, {_size(ledger.buffer_nbytes)}")
    return totals


def _size(nbytes: int) -> str:
    if nbytes < 1024:
        return f"{nbytes} bytes"
    for unit, size in (("KiB", 2**10), ("MiB", 2**20), ("GiB", 2**30)):
        if nbytes < 1024 * size or unit == "GiB":
            return f"{nbytes / size:,.1f} {unit}"
    raise AssertionError("the last unit always answers")


def _merge(names: Sequence[str]) -> str:
    """``("h.0.w", "h.1.w", "h.2.w")`` as ``h.{0–2}.w``."""
    parts = zip(*(name.split(".") for name in names), strict=True)
    return ".".join(_span(list(dict.fromkeys(part))) for part in parts)


def _span(values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    numbers = sorted(map(int, values))
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{{{numbers[0]}–{numbers[-1]}}}"
    return "{" + ",".join(map(str, numbers)) + "}"
