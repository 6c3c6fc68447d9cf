"""A handwritten digit that the reader drags over a canvas, while the response follows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

import matplotlib as mpl
import traitlets

from tying.plotting.picture import STYLE, Picture
from tying.widgets.base import TiedWidget
from tying.widgets.shifted_digit.answer import DIGIT, KERNEL, SIZE, Padding, responses
from tying.widgets.shifted_digit.drawing import draw_pooled, draw_two_ways

Shown = Literal["ways", "pooled"]
Switch = Literal["padding", "stride"]
STRIDES = (1, 2)


class ShiftedDigit(TiedWidget):
    """A zero on a ring of 16 by 16 pixels, and one convolution that responds to it.

    The reader drags the zero. The picture shows either the two ways to a moved response and their
    difference, or what is left of the response once it is pooled over all places.

    Without a kernel the page computes the responses. With one, torch does.

    Args:
        shift: rows down and columns to the right, each from 0 to 15.
        stride: step from one window to the next, 1 or 2.
        padding: ``circular`` or ``zeros``, what lies outside the canvas.
        shown: ``ways`` for both ways and their difference, ``pooled`` for the pooled response.
        switches: what the reader may change besides the shift: ``padding``, ``stride``.

    Raises:
        ValueError: if an argument is none of these.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    shown = traitlets.Unicode().tag(sync=True)
    switches = traitlets.List().tag(sync=True)
    digit = traitlets.List(DIGIT).tag(sync=True)
    weights = traitlets.List(KERNEL).tag(sync=True)

    def __init__(
        self,
        shift: tuple[int, int] = (8, 6),
        *,
        stride: int = 1,
        padding: Padding = "circular",
        shown: Shown = "ways",
        switches: Sequence[Switch] = ("padding", "stride"),
    ) -> None:
        rows, columns = shift
        setting = {"rows": rows, "columns": columns, "stride": stride, "padding": padding}
        _require_known(setting)
        _require_one_of("shown", shown, get_args(Shown))
        for switch in switches:
            _require_one_of("a switch", switch, get_args(Switch))
        super().__init__(setting=setting, shown=shown, switches=list(switches))

    def answer(self) -> dict[str, Any]:
        """The responses of the layer as lists of rows, and the error of equivariance."""
        _require_known(self.setting)
        _, ways = responses(**self.setting)
        return {
            "response": ways.response.tolist(),
            "shifted_first": ways.shifted_first.tolist(),
            "shifted_last": ways.shifted_last.tolist(),
            "relative_error": ways.error.item(),
        }

    def picture(self) -> Picture:
        """The moved digit, and what the layer makes of it, in the present state."""
        draw = draw_two_ways if self.shown == "ways" else draw_pooled
        with mpl.rc_context(STYLE):
            return draw(self.setting)


def _require_known(setting: dict[str, Any]) -> None:
    for name in ("rows", "columns"):
        if not 0 <= setting[name] < SIZE:
            raise ValueError(f"{name} must be from 0 to {SIZE - 1}, got {setting[name]}")
    _require_one_of("stride", setting["stride"], STRIDES)
    _require_one_of("padding", setting["padding"], get_args(Padding))


def _require_one_of(name: str, value: object, known: Sequence[object]) -> None:
    if value not in known:
        raise ValueError(f"{name} must be {' or '.join(map(repr, known))}, got {value!r}")
