"""A matrix that is averaged over shifts, one after the other, until it is a convolution."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import torch
import traitlets

from tying.plotting.grids import plot_grids
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.widgets.base import TiedWidget
from tying.widgets.shift_average.answer import MATRIX, SIZE, STEPS, average_answer


class ShiftAverage(TiedWidget):
    """A matrix of 6 by 6 numbers, its shifts around the ring, and the average of those so far.

    The reader takes one shift after the other, and may choose an entry: the entries with which it
    is averaged are marked. If not all shifts are taken, the other entries of its diagonal have
    marks of their own.

    Without a kernel the page computes the average. With one, torch does.

    Args:
        k: the shift that was added last, from 0, which is the matrix itself.
        step: shifts by multiples of 1, 2 or 3 pixels.
        entry: the chosen entry, from 0 to 35, row by row.

    Raises:
        ValueError: if a number is none of these.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    matrix = traitlets.List(MATRIX).tag(sync=True)

    def __init__(self, k: int = 0, step: int = 1, entry: int = 3) -> None:
        setting = {"k": k, "step": step, "entry": entry}
        _require_known(setting)
        super().__init__(setting=setting)

    def answer(self) -> dict[str, Any]:
        """The shift that was added last, and the average of all so far."""
        _require_known(self.setting)
        return average_answer(self.setting)

    def picture(self) -> Picture:
        """The matrix, and its averages over more and more shifts, up to all of them."""
        step = self.setting["step"]
        last = SIZE // step - 1
        grids = {
            f"of {k + 1}" if k else "B": average_answer({"k": k, "step": step})["average"]
            for k in sorted({0, min(1, last), min(2, last), last})
        }
        figure = new_figure(6.8, 2.0)
        tensors = {name: torch.tensor(rows, device="cpu") for name, rows in grids.items()}
        with mpl.rc_context(STYLE):
            plot_grids(figure, tensors, meaning="tied", top=9.0)
        equal = SIZE * step
        return Picture(
            figure,
            "A matrix of 6 by 6 numbers, and averages of it and of its shifts, the last one of "
            f"all {last + 1}: it has {equal} different entries at most, which repeat along the "
            "diagonals around the ring.",
        )


def _require_known(setting: dict[str, Any]) -> None:
    if setting["step"] not in STEPS:
        raise ValueError(f"step must be one of {STEPS}, got {setting['step']}")
    for name, count in {"k": SIZE // setting["step"], "entry": SIZE**2}.items():
        if not 0 <= setting[name] < count:
            raise ValueError(f"{name} must be from 0 to {count - 1}, got {setting[name]}")
