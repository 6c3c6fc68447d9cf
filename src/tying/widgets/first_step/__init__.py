"""The first step of SGD and of Adam, tied and as an alias, from a start that the reader moves."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import traitlets

from tying.plotting.first_step import plot_first_step
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.widgets.base import TiedWidget
from tying.widgets.first_step.steps import OPTIMIZERS, first_steps

LIMITS = (-5.0, 7.0)
"""The least and the largest start: as far to either side of the minimum, which is at 1."""


class FirstStep(TiedWidget):
    """One number with two uses, its start on the curve of its loss, and the first step from there.

    The first use pulls the number to 3, the second to −1. As a *tie* the number gets one step for
    the sum of both gradients. As an *alias*, two parameters over one memory, it gets two steps.

    Without a kernel the page computes the steps. With one, torch's own optimisers take them.

    Args:
        start: the value of the number.
        optimizer: ``Adam`` or ``SGD``.

    Raises:
        ValueError: if ``start`` is outside ``LIMITS``, or ``optimizer`` is unknown.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    limits = traitlets.List(list(LIMITS)).tag(sync=True)

    def __init__(self, start: float = -0.5, optimizer: str = "Adam") -> None:
        setting = {"start": start, "optimizer": optimizer}
        _require_valid(**setting)
        super().__init__(setting=setting)

    def picture(self) -> Picture:
        """The curve with the start, and below it the step of the tie and the two of the alias."""
        start, optimizer = self.setting["start"], self.setting["optimizer"]
        steps = first_steps(start, optimizer)
        figure = new_figure(6.8, 4.0)
        with mpl.rc_context(STYLE):
            axes = figure.subplots(2, 1, sharex=True, height_ratios=(1.5, 1))
            plot_first_step(axes, LIMITS, start, steps.tied, steps.alias)
        first, second = (f"{_signed(step)}" for step in steps.alias)
        return Picture(
            figure,
            f"""A parabola of the loss over θ with its minimum at 1, and a start at
            {_number(start)}. Below, arrows for the first step of {optimizer}. Tied: one arrow of
            {_signed(steps.tied)}. Alias: an arrow of {first}, and from its end one of {second}.""",
        )

    def answer(self) -> dict[str, Any]:
        """The steps that torch's optimiser takes: ``tied``, and the two of the ``alias``."""
        _require_valid(**self.setting)
        return dataclasses.asdict(first_steps(**self.setting))


def _require_valid(start: float, optimizer: str) -> None:
    least, most = LIMITS
    if not least <= start <= most:
        raise ValueError(f"start must be from {least:g} to {most:g}, got {start}")
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"optimizer must be {' or '.join(OPTIMIZERS)}, got {optimizer!r}")


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−").replace("−0.00", "0.00").replace("+0.00", "0.00")
