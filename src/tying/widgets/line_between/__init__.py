"""The straight line between two trained networks, before and after the first one is changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import torch
import traitlets

from tying.plotting.line import plot_line
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.symmetry import barrier
from tying.widgets.base import TiedWidget
from tying.widgets.line_between.answer import (
    ACTIVATIONS,
    CHANGES,
    PLACES,
    SHOWN,
    between,
    changed,
    images,
    losses,
    network,
    outputs,
)
from tying.widgets.line_between.networks import IMAGES

HIGHEST = 7.0
"""The loss is drawn from 0 to here, whatever is chosen."""

SAME = 1e-6
"""A change of the loss below this is rounding."""


_SAID = {
    "none": "as trained",
    "order": "in the best order",
    "signs": "in the best order and with the best signs",
    "rotation": "after the best rotation",
}
"""What was done to the first network, in words."""


class LineBetween(TiedWidget):
    """Two tied autoencoders of one kind, and the network at a place of the line between them.

    The reader goes along the line, and chooses what is done to the first network before: nothing,
    or the order, the order and signs, or the rotation of its units that brings its weights nearest
    to those of the second. The loss is drawn for all places, and a few images beside the outputs.

    Without a kernel the page computes; with one, torch does.

    Args:
        kind: of both networks, ``linear``, ``tanh`` or ``relu``.
        change: of the first one, ``none``, ``order``, ``signs`` (order and signs) or ``rotation``.
        place: on the line, from 0, the first network, to 20, the second.

    Raises:
        ValueError: if an argument is none of these.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    images = traitlets.List([list(row) for row in IMAGES]).tag(sync=True)
    firsts = traitlets.Dict().tag(sync=True)
    seconds = traitlets.Dict().tag(sync=True)
    shown = traitlets.List(list(SHOWN)).tag(sync=True)
    last = traitlets.Int(PLACES - 1).tag(sync=True)
    highest = traitlets.Float(HIGHEST).tag(sync=True)

    def __init__(self, kind: str = "tanh", change: str = "none", place: int = 10) -> None:
        _require_known(kind, change, place)
        firsts = {
            one: {other: changed(one, other).tolist() for other in CHANGES} for one in ACTIVATIONS
        }
        super().__init__(
            setting={"kind": kind, "change": change, "place": place},
            firsts=firsts,
            seconds={one: network(one, 1).tolist() for one in ACTIVATIONS},
        )

    def answer(self) -> dict[str, Any]:
        """The ``losses`` at all places, those ``before`` the change, and the ``outputs`` here.

        The outputs are those of the images that are shown.
        """
        kind, change, place = self._setting()
        return {
            "losses": losses(kind, change).tolist(),
            "before": losses(kind, "none").tolist(),
            "outputs": outputs(between(kind, change, place), kind)[list(SHOWN)].tolist(),
        }

    def picture(self) -> Picture:
        """The losses on the line, and the images with their outputs."""
        kind, change, place = self._setting()
        curves = {"before": losses(kind, "none"), "now": losses(kind, change)}
        pairs = torch.stack([images(), outputs(between(kind, change, place), kind)])
        figure = new_figure(6.8, 2.8)
        with mpl.rc_context(STYLE):
            left, right = figure.subplots(1, 2)
            plot_line(left, right, curves, pairs[:, list(SHOWN)], place, HIGHEST)
        return Picture(figure, self._described(curves["now"], curves["before"]))

    def _setting(self) -> tuple[str, str, int]:
        kind, change, place = (self.setting[name] for name in ("kind", "change", "place"))
        _require_known(kind, change, place)
        return kind, change, place

    def _described(self, now: torch.Tensor, before: torch.Tensor) -> str:
        """What the picture shows, in words."""
        kind, change, place = self._setting()
        share = f"{place / (PLACES - 1):.0%}"
        words = (
            f"The loss on the line between two {kind} networks, the first one {_SAID[change]}. "
            f"At {share} of the way it is {float(now[place]):.2f}. "
        )
        if abs(now[0] - before[0]) > SAME:
            return words + "The first network has become another one."
        return words + f"The barrier is {float(barrier(now)):.2f}."


def _require_known(kind: str, change: str, place: int) -> None:
    if kind not in ACTIVATIONS:
        raise ValueError(f"kind must be {', '.join(ACTIVATIONS)}, got {kind!r}")
    if change not in CHANGES:
        raise ValueError(f"change must be {', '.join(CHANGES)}, got {change!r}")
    if place not in range(PLACES):
        raise ValueError(f"place must be a whole number from 0 to {PLACES - 1}, got {place}")
