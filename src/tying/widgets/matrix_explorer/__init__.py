"""The matrix of a small convolution: touch a weight, an output or an entry, and see the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import torch
import traitlets

from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.structured import LETTERS, plot_kernel, plot_pattern
from tying.widgets.base import TiedWidget
from tying.widgets.matrix_explorer.answer import (
    IMAGE,
    KERNEL,
    PADDINGS,
    SIDE,
    STRIDES,
    matrix_answer,
)

LARGEST = 3
"""The largest weight; the least is -3."""


class MatrixExplorer(TiedWidget):
    """A kernel of 3 by 3 weights, an image of 4 by 5 pixels, and the matrix between them.

    The reader chooses padding, stride, and whether the places share their kernel; then a weight, an
    output or an entry of the matrix. All places of the weight light up, and so do the row of the
    output and its window. The gradient of the weight is the sum over its places.

    Without a kernel of Python the page computes the answer. With one, torch does.

    Args:
        padding: ``valid``, ``same``, ``full`` or ``circular``.
        stride: step from one window to the next, 1 or 2.
        shared: one kernel for all places, or one for each.
        weight: the chosen weight, from 0 to 8, row by row.
        output: the chosen output, row by row.
        kernel: nine whole numbers from -3 to 3, the weights row by row.

    Raises:
        ValueError: if an argument is none of these.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    image = traitlets.List(IMAGE).tag(sync=True)
    largest = traitlets.Int(LARGEST).tag(sync=True)

    def __init__(
        self,
        padding: str = "valid",
        stride: int = 1,
        *,
        shared: bool = True,
        weight: int = 0,
        output: int = 0,
        kernel: list[int] = KERNEL,
    ) -> None:
        setting = {
            "padding": padding, "stride": stride, "shared": shared, "weight": weight,
            "output": output, "kernel": list(kernel),
        }  # fmt: skip
        _require_known(setting)
        super().__init__(setting=setting)

    def answer(self) -> dict[str, Any]:
        """Entries, outputs, and gradient and number of places of each weight."""
        _require_known(self.setting)
        return matrix_answer(self.setting)

    def picture(self) -> Picture:
        """The kernel and the matrix, with the places of the weight and the row of the output."""
        setting, found = self.setting, matrix_answer(self.setting)
        index = torch.tensor(found["index"], device="cpu")
        shared = setting["shared"]
        chosen = {"weight": setting["weight"], "row": setting["output"]}
        figure = new_figure(5.2, 1.2 + 2.6 * min(len(index), 20) / 20)
        with mpl.rc_context(STYLE):
            first, second = figure.subplots(1, 2, width_ratios=(1, 4))
            plot_kernel(first, setting["kernel"], weight=setting["weight"], shared=shared)
            plot_pattern(second, index, shared=shared, **chosen)
        letter = LETTERS[setting["weight"]]
        count = found["occurrences"][setting["weight"]]
        return Picture(
            figure,
            f"A kernel of nine weights, and the matrix of the layer with padding "
            f"{setting['padding']} and stride {setting['stride']}: {len(index)} rows, one for each "
            f"output, and {len(index[0])} columns, one for each pixel. Weight {letter} stands at "
            f"{count} entries; the row of output {setting['output']} is framed, counted from 0.",
        )


def _require_known(setting: dict[str, Any]) -> None:
    for name, known in {"padding": PADDINGS, "stride": STRIDES, "shared": (True, False)}.items():
        if setting[name] not in known:
            raise ValueError(f"{name} must be one of {known}, got {setting[name]!r}")
    kernel = setting["kernel"]
    if len(kernel) != SIDE**2 or any(abs(weight) > LARGEST for weight in kernel):
        raise ValueError(
            f"kernel must have {SIDE**2} numbers from {-LARGEST} to {LARGEST}, got {kernel}"
        )
    outputs = len(matrix_answer({**setting, "output": 0})["outputs"])
    for name, count in {"weight": SIDE**2, "output": outputs}.items():
        if not 0 <= setting[name] < count:
            raise ValueError(f"{name} must be from 0 to {count - 1}, got {setting[name]}")
