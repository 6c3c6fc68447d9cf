"""One weight that sets both sides of a rectangle: what each use contributes, and what it gets."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import traitlets

from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.rectangle import plot_growing_rectangle
from tying.widgets.base import TiedWidget
from tying.widgets.two_uses.answer import growth_of_area

LIMITS = {"weight": (0.5, 4.0), "added": (0.0, 4.0), "step": (0.05, 1.0)}
"""The least and the largest weight, number that the width has more, and rise of the weight."""


class TwoUses(TiedWidget):
    """The area w · (w + a), in which the weight w is used twice: for the height and the width.

    The reader sees what each use contributes to the gradient of the area, guesses what w
    receives, and then lets the two contributions arrive. Afterwards a slider raises w, and
    the rectangle shows why: one strip grows for each use, and the corner is small.

    Without a kernel the page computes what it shows. With one, :mod:`tying.trace` finds the
    contributions, and the widget says so.

    Args:
        weight: the weight w, the height of the rectangle.
        added: what the width has more than the height.
        step: by how much w is raised at first.

    Raises:
        ValueError: if a number is outside ``LIMITS``.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)

    def __init__(self, weight: float = 3, added: float = 2, step: float = 0.5) -> None:
        setting = {"weight": weight, "added": added, "step": step}
        _require_within_limits(setting)
        super().__init__(setting=setting)

    def picture(self) -> Picture:
        """The rectangle and the two strips by which it grows, without the answer."""
        _require_within_limits(self.setting)
        weight, added = self.setting["weight"], self.setting["added"]
        figure = new_figure(4.6, 3.0)
        with mpl.rc_context(STYLE):
            ax = plot_growing_rectangle(figure.subplots(), weight, added, step=self.setting["step"])
            ax.set_title("One weight, two uses: what gradient does w receive?", loc="center")
        words = (
            f"A rectangle. Its height is the weight w = {weight:g}; its width is w + {added:g} = "
            f"{weight + added:g}. If w rises, a strip of length {weight + added:g} grows along the "
            f"top, and a strip of length {weight:g} along the side. What gradient does w receive?"
        )
        return Picture(figure, words)

    def answer(self) -> dict[str, Any]:
        """The ``area``, the ``contributions`` of its two uses, the ``gradient``, the ``growth``."""
        _require_within_limits(self.setting)
        return growth_of_area(**self.setting)


def _require_within_limits(setting: dict[str, float]) -> None:
    for name, (least, most) in LIMITS.items():
        if not (math.isfinite(setting[name]) and least <= setting[name] <= most):
            raise ValueError(f"{name} must be from {least:g} to {most:g}, got {setting[name]}")
