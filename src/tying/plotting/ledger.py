"""The ledger drawn: slots, the objects that they hold, and the storage behind those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from tying.ledger import Ledger
from tying.ledger.folding import Line, lines
from tying.plotting.palette import LIGHT

LIMIT = 60
"""Boxes that a picture may hold; what goes beyond is counted in its last row."""

_MONO = ["DejaVu Sans Mono"]
_CHARACTER = 0.0128  # width of a character in a picture that is as wide as the page
_HEAD = 1.0


@dataclass(frozen=True)
class _Thing:
    """A box in one of the columns: where its middle is, and what it says."""

    y: float
    text: str
    side: str = ""
    role: str = "separate"


def ledger_height(ledger: Ledger) -> float:
    """Inches that :func:`plot_ledger` needs for its rows."""
    shown, hidden = _shown(ledger)
    rows = sum(len(line.slots) for line in shown) + bool(hidden)
    return 0.3 * (rows + _HEAD) + 0.1


def plot_ledger(ax: Axes, ledger: Ledger, *, title: str = "", narrow: bool = False) -> Axes:
    """Three columns of boxes, and lines from every slot to its object and its storage.

    Ties are drawn in the tied colour and with a thick line, aliases dashed, transposed slots
    with a dotted arrow. Repeated blocks of a large model are drawn once, and no more than
    ``LIMIT`` boxes; the last row says how many slots are left out.
    """
    shown, hidden = _shown(ledger)
    longest = max((len(_label(line, name)) for line in shown for name in line.slots), default=0)
    right = 0.47 if narrow else min(0.66, max(0.34, 0.04 + _CHARACTER * longest))
    columns = _Columns(right, 0.10 if narrow else 0.07, 0.76 if narrow else 0.82)
    ax.set(xlim=(-0.01, 1.01))
    ax.axis("off")
    middle = columns.object + columns.width / 2  # the word is wider than the boxes below it
    places = ((0, "left"), (middle, "center"), (columns.storage, "left"))
    for (x, side), word in zip(places, _WORDS, strict=True):
        ax.text(x, -0.5, word, color=LIGHT["muted"], fontsize=9, va="center", ha=side)
    most = max((line.entry.numel for line in shown), default=1)
    row = 0.0
    number = 0
    for line in shown:
        row, number = _draw_entry(ax, line, columns, row, number, most)
    if hidden:
        ax.text(0, row + 0.5, f"and {hidden} more slots", color=LIGHT["muted"], va="center")
        row += 1
    ax.set(ylim=(row + 0.05, -_HEAD), title=title)
    return ax


def plot_kinds(axes: Sequence[Axes], ledgers: Mapping[str, Ledger]) -> Sequence[Axes]:
    """Small ledgers side by side, each under its name and the number that it stores."""
    for ax, (name, ledger) in zip(axes, ledgers.items(), strict=True):
        plot_ledger(ax, ledger, title=f"{name}: {ledger.stored:,} stored", narrow=True)
    return axes


_WORDS = ("slots", "objects", "storage")


@dataclass(frozen=True)
class _Columns:
    slots: float
    width: float
    storage: float

    @property
    def object(self) -> float:
        """The left edge of the objects, half way between the other columns."""
        return (self.slots + self.storage - self.width) / 2


def _shown(ledger: Ledger) -> tuple[list[Line], int]:
    """The lines that fit, and the number of slots in those that do not."""
    every = lines(ledger.entries)
    shown, boxes = [], 0
    for line in every:
        boxes += len(line.slots) + len(line.entry.objects) + 1
        if boxes > LIMIT:
            break
        shown.append(line)
    return shown, sum(len(line.slots) * line.repeats for line in every[len(shown) :])


def _label(line: Line, name: str) -> str:
    return f"{name}  {line.shape}"


def _draw_entry(
    ax: Axes, line: Line, columns: _Columns, row: float, number: int, most: int
) -> tuple[float, int]:
    """One entry from ``row`` downwards; returns the next row and the next object's number."""
    entry = line.entry
    merged = dict(zip(entry.slots, line.slots, strict=True))
    alias = len(entry.objects) > 1
    role = "alias" if alias else "tied" if entry.is_tied else "separate"
    count = len(entry.slots)
    memory = row + count / 2
    groups = [list(names) for names in entry.objects] or [[]]
    turned = dict.fromkeys(entry.derived, True)
    groups[0] += list(turned)
    for names in groups:
        middle = row + len(names) / 2
        tied = "tied" if len(names) > 1 else role
        for offset, name in enumerate(names):
            y = row + offset + 0.5
            derived = name in turned
            shape = "transposed" if derived else line.shape
            _box(ax, 0, columns.slots, y, tied, dotted=derived)
            ax.text(0.015, y, merged[name], family=_MONO, fontsize=9, va="center")
            ax.text(columns.slots - 0.015, y, shape, color=LIGHT["muted"], fontsize=9,
                    va="center", ha="right")  # fmt: skip
            if entry.objects:
                held, holder = (columns.object, middle), (columns.slots, y)
                if derived:
                    _line(ax, held, holder, "derived")
                else:
                    _line(ax, holder, held, tied)
        if entry.objects:
            _box(ax, columns.object, columns.width, middle, tied, dashed=alias)
            label = chr(ord("A") + number) if number < 26 else f"#{number + 1}"
            ax.text(columns.object + columns.width / 2, middle, label, fontsize=9,
                    weight="bold", va="center", ha="center")  # fmt: skip
            start = (columns.object + columns.width, middle)
            _line(ax, start, (columns.storage, memory), "alias" if alias else tied)
            number += 1
        row += len(names)
    if entry.objects:
        width = max(0.003, 0.075 * entry.numel / max(most, 1))
        ax.barh(memory, width, left=columns.storage, height=0.62, color=LIGHT[role], linewidth=0)
        ax.text(columns.storage + width + 0.015, memory, line.stored, fontsize=9, va="center")
    return row, number


def _box(
    ax: Axes, x: float, width: float, y: float, role: str, *, dashed=False, dotted=False
) -> None:
    style = ":" if dotted else "--" if dashed else "-"
    ax.add_patch(
        FancyBboxPatch((x, y - 0.38), width, 0.76, boxstyle="square,pad=0", linewidth=1.1,
                       facecolor="none", edgecolor=LIGHT[role], linestyle=style)
    )  # fmt: skip


_STYLES = {
    "separate": {"color": LIGHT["separate"], "linewidth": 1.2},
    "tied": {"color": LIGHT["tied"], "linewidth": 2.2},
    "alias": {"color": LIGHT["alias"], "linewidth": 1.8, "linestyle": "--"},
    "derived": {"color": LIGHT["tied"], "linewidth": 1.6, "linestyle": ":"},
}


def _line(ax: Axes, start: tuple[float, float], end: tuple[float, float], kind: str) -> None:
    if kind != "derived":
        ax.plot(*zip(start, end, strict=True), solid_capstyle="butt", **_STYLES[kind])
        return
    ax.annotate("", xy=end, xytext=start, arrowprops={"arrowstyle": "-|>", "shrinkA": 0,
                "shrinkB": 0, **_STYLES[kind]})  # fmt: skip
