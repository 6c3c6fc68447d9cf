"""A ledger as text, as JSON and as Markdown, with its notes and the ties that were expected."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from tying.ledger import Entry, Ledger
from tying.ledger.folding import lines


@dataclass(frozen=True)
class Expected:
    """A tie that was expected.

    Attributes:
        a: a parameter.
        b: the other one.
        fault: why they are not tied; empty if they are.
    """

    a: str
    b: str
    fault: str


def as_text(made: Ledger, notes: Sequence[str], expected: Sequence[Expected]) -> str:
    """The ledger as it prints, then notes and the expected ties that hold."""
    held = [f"Tied, as expected: {one.a} and {one.b}." for one in expected if not one.fault]
    return "\n".join([str(made), *(f"  {line}" for line in (*notes, *held))])


def as_json(made: Ledger, notes: Sequence[str], expected: Sequence[Expected]) -> str:
    """All numbers of the ledger, each entry on its own; names are those of :mod:`tying.ledger`."""
    return json.dumps(
        {
            "name": made.name,
            "stored": made.stored,
            "by_object": made.by_object,
            "by_slot": made.by_slot,
            "nbytes": made.nbytes,
            "whole_nbytes": made.whole_nbytes,
            "buffers": made.buffers,
            "buffer_nbytes": made.buffer_nbytes,
            "entries": [_plain(entry) for entry in made.entries],
            "notes": list(notes),
            "expected": [
                {"slots": [one.a, one.b], "tied": not one.fault, "fault": one.fault or None}
                for one in expected
            ],
        },
        indent=2,
        default=str,  # torch.float32
    )


def _plain(entry: Entry) -> dict[str, object]:
    return {**asdict(entry), "is_tied": entry.is_tied, "is_alias": entry.is_alias}


def as_markdown(made: Ledger, notes: Sequence[str], expected: Sequence[Expected]) -> str:
    """The ledger as a table, for a comment on a change or a page; folded as the text is."""
    rows = ["| slot | shape | stored | held as |", "|:--|:--|--:|:--|"]
    for line in lines(made.entries):
        names = "<br>".join(_code(name) for name in line.slots)
        rows.append(f"| {names} | {line.shape} | {line.stored} | {line.held} |")
    totals = (
        f"stored {made.stored:,} · by object {made.by_object:,} · by slot {made.by_slot:,} · "
        f"{made.nbytes:,} bytes"
    )
    if made.nbytes != made.whole_nbytes:
        totals += f" in this process, of {made.whole_nbytes:,} in all"
    ties = [
        f"- {one.fault}" if one.fault else f"- {_code(one.a)} and {_code(one.b)} are tied"
        for one in expected
    ]
    paragraphs = [
        f"**{made.name}**: {totals}",
        "\n".join(rows) if made.entries else "no parameters",
        *notes,
        *(["\n".join(ties)] if ties else []),
    ]
    return "\n\n".join(paragraphs)


def _code(name: str) -> str:
    """``name`` as code in a cell of a table."""
    return f"`{name}`".replace("|", "\\|")


Form = Callable[[Ledger, Sequence[str], Sequence[Expected]], str]

FORMS: Mapping[str, Form] = {"text": as_text, "json": as_json, "markdown": as_markdown}
"""The forms of the output, by name."""
