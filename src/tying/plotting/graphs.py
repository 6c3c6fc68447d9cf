"""Computational graphs: a box for every value, an arrow for every dependence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import hypot

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from tying.plotting.palette import LIGHT

HALF_WIDTH, HALF_HEIGHT = 0.36, 0.26
"""Half the sides of a box, in the units of its place."""

_MARGIN = 0.1  # between the outermost boxes and the edge of the axes


@dataclass(frozen=True)
class Arrow:
    """One value enters the computation of another.

    Attributes:
        start: the name of the value that enters.
        end: the name of the value that is computed.
        label: what is written beside the middle of the arrow, such as a derivative.
        meaning: its colour, a name of the palette.
        bend: how far the middle lies to the left of the straight way (to the right if
            negative), as a share of its length.
        back: whether it is drawn dashed, as the way that a gradient takes.
        beside: how far its label stands to the left of the arrow's middle (to the right if
            negative), in the units of its place; 0 is on the arrow.
    """

    start: str
    end: str
    label: str = ""
    meaning: str = "muted"
    bend: float = 0.0
    back: bool = False
    beside: float = 0.0


def plot_graph(
    ax: Axes,
    places: Mapping[str, tuple[float, float]],
    arrows: Iterable[Arrow],
    *,
    meanings: Mapping[str, str] | None = None,
) -> Axes:
    """Draw a graph whose boxes stand where they are put.

    Args:
        ax: the axes to draw into; one unit is as long down as across.
        places: from the name of a value, which is written into its box, to its place: across,
            and up.
        arrows: which value enters which.
        meanings: the names of values with a colour of their own, and its name in the palette.

    Returns:
        ``ax``.

    Raises:
        ValueError: if an arrow or a meaning names a value without a place, or an arrow leads
            from a value to itself.
    """
    meanings = meanings or {}
    arrows = list(arrows)
    named = {name for arrow in arrows for name in (arrow.start, arrow.end)} | set(meanings)
    if missing := sorted(named - set(places)):
        raise ValueError(f"no place for {', '.join(missing)}; there are {', '.join(places)}")
    boxes = {name: _draw_box(ax, name, place, meanings) for name, place in places.items()}
    for arrow in arrows:
        _draw_arrow(ax, arrow, places, boxes)
    across, up = zip(*places.values(), strict=True)
    ax.set(
        xlim=(min(across) - HALF_WIDTH - _MARGIN, max(across) + HALF_WIDTH + _MARGIN),
        ylim=(min(up) - HALF_HEIGHT - _MARGIN, max(up) + HALF_HEIGHT + _MARGIN),
        aspect="equal",
    )
    ax.axis("off")
    return ax


def _draw_box(
    ax: Axes, name: str, place: tuple[float, float], meanings: Mapping[str, str]
) -> FancyBboxPatch:
    x, y = place
    meaning = meanings.get(name)
    box = FancyBboxPatch(
        (x - HALF_WIDTH, y - HALF_HEIGHT),
        2 * HALF_WIDTH,
        2 * HALF_HEIGHT,
        boxstyle="round,pad=0,rounding_size=0.12",
        facecolor=LIGHT["paper"],
        edgecolor=LIGHT[meaning or "muted"],
        linewidth=2.2 if meaning else 1.0,
        zorder=3,
    )
    ax.add_patch(box)
    ax.text(x, y, name, ha="center", va="center", zorder=4)
    return box


def _draw_arrow(
    ax: Axes,
    arrow: Arrow,
    places: Mapping[str, tuple[float, float]],
    boxes: Mapping[str, FancyBboxPatch],
) -> None:
    (x0, y0), (x1, y1) = places[arrow.start], places[arrow.end]
    length = hypot(x1 - x0, y1 - y0)
    if not length:
        raise ValueError(f"an arrow needs two places, got {arrow.start} and {arrow.end}")
    patch = FancyArrowPatch(
        (x0, y0),
        (x1, y1),
        patchA=boxes[arrow.start],
        patchB=boxes[arrow.end],
        connectionstyle=f"arc3,rad={-2 * arrow.bend}",
        arrowstyle="-|>",
        mutation_scale=12,
        shrinkA=2,
        shrinkB=2,
        color=LIGHT[arrow.meaning],
        linewidth=1.2 if arrow.meaning == "muted" else 2.0,
        linestyle=(0, (4, 2)) if arrow.back else "solid",
        zorder=2,
    )
    ax.add_patch(patch)
    if arrow.label:
        away = arrow.bend + arrow.beside / length
        ax.text(
            (x0 + x1) / 2 - away * (y1 - y0),
            (y0 + y1) / 2 + away * (x1 - x0),
            arrow.label,
            ha="center",
            va="center",
            fontsize=10,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": LIGHT["paper"], "linewidth": 0},
            zorder=4,
        )
