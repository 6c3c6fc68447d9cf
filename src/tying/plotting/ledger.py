"""The ledger drawn: slots, the objects that they hold, and the storage behind those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
_HEAD = 1.0  # height of the row with the names of the columns

_EDGES = {
    "separate": {"color": LIGHT["separate"], "linewidth": 1.2},
    "tied": {"color": LIGHT["tied"], "linewidth": 2.2},
    "alias": {"color": LIGHT["alias"], "linewidth": 1.8, "linestyle": "--"},
    "derived": {"color": LIGHT["tied"], "linewidth": 1.6, "linestyle": ":"},
}


@dataclass(frozen=True)
class _Columns:
    """Where the columns begin, as shares of the width of the picture.

    Attributes:
        slots: the right edge of the slots, which begin at 0.
        width: of a box in the column of objects.
        storage: the left edge of the storage.
    """

    slots: float
    width: float
    storage: float

    @property
    def object(self) -> float:
        """The left edge of the objects, half way between the other columns."""
        return (self.slots + self.storage - self.width) / 2


@dataclass(frozen=True)
class _Holder:
    """An object and the slots that hold it, as they are drawn.

    Attributes:
        slots: for each slot its name in the picture, and whether it is derived (a transposed tie).
        role: its colour in the palette.
        row: the row of its first slot.
    """

    slots: Sequence[tuple[str, bool]]
    role: str
    row: float

    @property
    def middle(self) -> float:
        """The height of the object's box."""
        return self.row + len(self.slots) / 2


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
    columns = _columns(shown, narrow)
    ax.set(xlim=(-0.01, 1.01))
    ax.axis("off")
    _write_heads(ax, columns)
    largest = max((line.entry.numel for line in shown), default=1)
    row = 0.0
    objects = 0
    for line in shown:
        _draw_line(ax, line, columns, row, objects, largest)
        row += len(line.slots)
        objects += len(line.entry.objects)
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


def _columns(shown: Sequence[Line], narrow: bool) -> _Columns:
    """Columns in which the longest slot has room beside its shape."""
    if narrow:
        return _Columns(slots=0.47, width=0.10, storage=0.76)
    labels = (f"{name}  {line.shape}" for line in shown for name in line.slots)
    longest = max((len(label) for label in labels), default=0)
    return _Columns(min(0.66, max(0.34, 0.04 + _CHARACTER * longest)), width=0.07, storage=0.82)


def _write_heads(ax: Axes, columns: _Columns) -> None:
    middle = columns.object + columns.width / 2  # the word is wider than the boxes below it
    heads = (
        (0, "left", "slots"),
        (middle, "center", "objects"),
        (columns.storage, "left", "storage"),
    )
    for x, side, word in heads:
        ax.text(x, -0.5, word, color=LIGHT["muted"], fontsize=9, va="center", ha=side)


def _draw_line(
    ax: Axes, line: Line, columns: _Columns, row: float, number: int, largest: int
) -> None:
    """One line of the ledger from ``row`` downwards; its first object has this ``number``."""
    entry = line.entry
    alias = len(entry.objects) > 1
    memory = row + len(line.slots) / 2
    for index, holder in enumerate(_holders(line, row)):
        _draw_slots(ax, holder, line.shape, columns, held=bool(entry.objects))
        if entry.objects:
            _draw_object(ax, holder, number + index, columns, dashed=alias)
            start = (columns.object + columns.width, holder.middle)
            _join(ax, start, (columns.storage, memory), "alias" if alias else holder.role)
    if entry.objects:
        width = max(0.003, 0.075 * entry.numel / max(largest, 1))
        colour = LIGHT[_role(line)]
        ax.barh(memory, width, left=columns.storage, height=0.62, color=colour, linewidth=0)
        ax.text(columns.storage + width + 0.015, memory, line.stored, fontsize=9, va="center")


def _role(line: Line) -> str:
    """How the slots of a line are joined, a name of the palette."""
    if len(line.entry.objects) > 1:
        return "alias"
    return "tied" if line.entry.is_tied else "separate"


def _holders(line: Line, row: float) -> Iterator[_Holder]:
    """The objects of a line, one below the other; the first has the derived slots too."""
    groups = [[(name, False) for name in names] for names in line.objects] or [[]]
    groups[0] += [(name, True) for name in line.derived]
    for slots in groups:
        yield _Holder(slots, "tied" if len(slots) > 1 else _role(line), row)
        row += len(slots)


def _draw_slots(ax: Axes, holder: _Holder, shape: str, columns: _Columns, held: bool) -> None:
    """The slots of an object and, where one is ``held``, their lines to it."""
    for offset, (name, derived) in enumerate(holder.slots):
        y = holder.row + offset + 0.5
        _draw_box(ax, 0, columns.slots, y, holder.role, ":" if derived else "-")
        ax.text(0.015, y, name, family=_MONO, fontsize=9, va="center")
        ax.text(
            columns.slots - 0.015,
            y,
            "transposed" if derived else shape,
            color=LIGHT["muted"],
            fontsize=9,
            va="center",
            ha="right",
        )
        slot, held_object = (columns.slots, y), (columns.object, holder.middle)
        if held and derived:
            _point(ax, held_object, slot)
        elif held:
            _join(ax, slot, held_object, holder.role)


def _draw_object(ax: Axes, holder: _Holder, number: int, columns: _Columns, dashed: bool) -> None:
    style = "--" if dashed else "-"
    _draw_box(ax, columns.object, columns.width, holder.middle, holder.role, style)
    ax.text(
        columns.object + columns.width / 2,
        holder.middle,
        chr(ord("A") + number) if number < 26 else f"#{number + 1}",
        fontsize=9,
        weight="bold",
        va="center",
        ha="center",
    )


def _draw_box(ax: Axes, x: float, width: float, y: float, role: str, linestyle: str) -> None:
    box = FancyBboxPatch(
        (x, y - 0.38),
        width,
        0.76,
        boxstyle="square,pad=0",
        linewidth=1.1,
        facecolor="none",
        edgecolor=LIGHT[role],
        linestyle=linestyle,
    )
    ax.add_patch(box)


def _join(ax: Axes, start: tuple[float, float], end: tuple[float, float], role: str) -> None:
    ax.plot(*zip(start, end, strict=True), solid_capstyle="butt", **_EDGES[role])


def _point(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """The arrow from an object to a slot that is computed from it."""
    arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, **_EDGES["derived"]}
    ax.annotate("", xy=end, xytext=start, arrowprops=arrow)
