"""A figure that stands in both themes, and the words for those who do not see it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.figure import Figure

from tying.plotting.palette import LIGHT, as_variables

FONTS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

STYLE: dict[Any, Any] = {
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.facecolor": "none",
    "axes.edgecolor": LIGHT["muted"],
    "axes.labelcolor": LIGHT["ink"],
    "axes.prop_cycle": cycler(color=[LIGHT[n] for n in ("separate", "tied", "pooled", "alias")]),
    "figure.facecolor": LIGHT["paper"],
    "figure.constrained_layout.use": True,
    "grid.color": LIGHT["grid"],
    "legend.frameon": False,
    "text.color": LIGHT["ink"],
    "xtick.color": LIGHT["muted"],
    "ytick.color": LIGHT["muted"],
    "xtick.labelcolor": LIGHT["ink"],
    "ytick.labelcolor": LIGHT["ink"],
}
"""Matplotlib settings of every figure in the book: ``with mpl.rc_context(STYLE): ...``."""

_SAVING: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "tied", "svg.id": None}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_FONT_LIST = re.compile(r"'DejaVu Sans'(?:, [^;\"]*)?(?=[;\"])")


def new_figure(width: float = 6.8, height: float = 3.2) -> Figure:
    """An empty figure in the book's style, of ``width`` by ``height`` inches.

    It belongs to no window and no registry, so nothing has to be closed.
    """
    with mpl.rc_context(STYLE):
        return Figure(figsize=(width, height))


class Picture:
    """A figure and its alt text, shown by a notebook as SVG.

    Args:
        figure: the figure; draw it inside ``mpl.rc_context(STYLE)``.
        alt: what is to be seen, in words.

    Raises:
        ValueError: if ``alt`` is blank.
    """

    def __init__(self, figure: Figure, alt: str) -> None:
        if not alt.strip():
            raise ValueError("alt is blank; say in words what the figure shows")
        self.figure = figure
        self.alt = " ".join(alt.split())

    def svg(self) -> str:
        """The figure as SVG: colours are variables, text is text, and the same each time."""
        out = io.StringIO()
        with mpl.rc_context(_SAVING):
            self.figure.savefig(out, format="svg", metadata=_NO_METADATA)
        self.figure.set_layout_engine("none")  # it would move the axes again at the next drawing
        return for_a_page(out.getvalue())

    def _repr_mimebundle_(self, **kwargs: Any) -> Mapping[str, str]:
        return {"image/svg+xml": self.svg(), "text/plain": self.alt}


def for_a_page(svg: str) -> str:
    """Matplotlib's SVG as an element that may stand inside a page among others.

    The XML prologue goes; so does the style sheet, which would reach beyond the picture: its two
    settings move to the root, from which they are inherited. Colours become variables, and text
    without a colour of its own takes ink.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)
    svg = _FONT_LIST.sub(lambda _: FONTS, svg)
    root = f"stroke-linejoin: round; stroke-linecap: butt; fill: {LIGHT['ink']}"
    svg = re.sub(r"<svg ", f'<svg style="{root}" ', svg, count=1)
    return as_variables(svg).strip() + "\n"
