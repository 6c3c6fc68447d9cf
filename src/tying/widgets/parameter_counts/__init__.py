"""Parameters and arithmetic of three layers, for sizes that the reader sets."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import traitlets

from tying.layers import Bias, LayerCounts, check_bias, count_layers
from tying.plotting.layers import plot_layer_counts, plot_weights
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.widgets.base import TiedWidget
from tying.widgets.parameter_counts.answer import count_real_layers

LIMITS = {
    "height": [1, 64],
    "width": [1, 64],
    "channels_in": [1, 64],
    "channels_out": [1, 64],
    "kernel": [1, 15],
    "stride": [1, 8],
    "padding": [0, 8],
}
"""The least and the largest of every size; all counts are then exact numbers in a script, too."""

_TEXT = {
    "height": 32, "width": 32, "channels_in": 3, "channels_out": 8,
    "kernel": 5, "stride": 1, "padding": 0, "bias": "output",
}  # fmt: skip

PRESETS = {
    "text": _TEXT,
    "digit": {**_TEXT, "height": 8, "width": 8, "channels_in": 1, "channels_out": 4, "kernel": 3},
    "stride": {**_TEXT, "kernel": 3, "stride": 2, "padding": 1},
    "same": {**_TEXT, "padding": 2},
}
"""Settings to start from, by name."""


class ParameterCounts(TiedWidget):
    """A dense layer, a locally connected one and a convolution, counted side by side.

    The reader sets the sizes and the convention for biases, sees what each layer stores and
    computes, and moves one output over its map to see which weights it uses.

    Without a kernel the page computes what it shows. With one, :meth:`answer` builds the real
    layers and counts them, and the widget says that torch has counted.

    Args:
        height: rows of the image.
        width: columns of the image.
        channels_in: channels of the image.
        channels_out: channels of the output.
        kernel: rows and columns of the window.
        stride: step from one window to the next.
        padding: rows and columns of zeros on each side.
        bias: biases of the locally connected layer: one for each ``output``, one for each
            ``channel``, or ``none``.

    Raises:
        ValueError: if a size is outside ``LIMITS``, the window does not fit, or ``bias`` is
            unknown.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        height: int = 32,
        width: int = 32,
        channels_in: int = 3,
        channels_out: int = 8,
        kernel: int = 5,
        stride: int = 1,
        padding: int = 0,
        bias: Bias = "output",
    ) -> None:
        sizes = (height, width, channels_in, channels_out, kernel, stride, padding)
        setting = {**dict(zip(LIMITS, sizes, strict=True)), "bias": bias}
        _require_within_limits(setting)
        count_layers(**setting)
        super().__init__(
            setting=setting, presets=copy.deepcopy(PRESETS), limits=copy.deepcopy(LIMITS)
        )

    def picture(self) -> Picture:
        """The counts as bars, and the weights that two outputs of a small layer use."""
        try:
            counts, words = count_layers(**self.setting), ""
        except ValueError as refusal:  # the reader's sizes do not fit: only the weights are drawn
            counts, words = None, f"Nothing to count: {refusal}."
        figure = new_figure(6.8, 3.9 if counts else 1.9)
        with mpl.rc_context(STYLE):
            below = figure
            if counts:
                words = _bars_in_words(counts)
                above, below = figure.subfigures(
                    2, 1, squeeze=False, height_ratios=(1.05, 1), hspace=0.04
                ).flat
                plot_layer_counts(above.subplots(1, 2, sharey=True), counts)
            for ax, shared in zip(below.subplots(1, 2), (False, True), strict=True):
                plot_weights(ax, (4, 9), kernel=3, places=((0, 0), (1, 5)), shared=shared)
        return Picture(figure, f"{words} {_WEIGHTS}")

    def answer(self) -> dict[str, Any]:
        """The ``counts`` of real layers; None where the sizes do not fit."""
        try:
            _require_within_limits(self.setting)
            counts = dataclasses.asdict(count_real_layers(**self.setting))
        except ValueError:  # the page says so itself, in the reader's language
            counts = None
        return {"counts": counts}


def _require_within_limits(setting: dict[str, Any]) -> None:
    check_bias(setting["bias"])
    for name, (least, most) in LIMITS.items():
        if not least <= setting[name] <= most:
            raise ValueError(f"{name} must be from {least} to {most}, got {setting[name]}")


def _bars_in_words(counts: LayerCounts) -> str:
    dense, local, convolution = counts.dense, counts.local, counts.convolution
    return (
        "Bars on a logarithmic scale. Parameters: "
        f"dense {dense.parameters:,}, locally connected {local.parameters:,}, convolution "
        f"{convolution.parameters:,}. Multiply-adds: dense {dense.macs:,}, locally connected "
        f"{local.macs:,}, convolution {convolution.macs:,}."
    )


_WEIGHTS = """
Two windows of 3 by 3 on one image, with the numbers of their weights: 0 to 8 and 108 to 116 in the
locally connected layer, 0 to 8 in both windows of the convolution.
"""
