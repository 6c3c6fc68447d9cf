"""Two outputs of one layer: one kernel in a convolution, two in its locally connected twin."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import traitlets

from tying.plotting.layers import plot_image, plot_kernels_and_outputs
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.widgets.base import TiedWidget
from tying.widgets.two_outputs.answer import IMAGE, KERNEL, PLACES, changes

LIMITS = {
    "a": [0, PLACES**2 - 1],
    "b": [0, PLACES**2 - 1],
    "weight": [0, len(KERNEL) ** 2 - 1],
    "added": [-2, 2],
}
"""The least and the largest of every number of the setting."""


class TwoOutputs(TiedWidget):
    """An image of 6 by 6 pixels, two windows on it, and the kernels through which they are seen.

    The reader picks outputs A and B and adds to one weight, in the convolution and in the kernel
    that the locally connected layer has for A. The outputs that change say by how much.

    Without a kernel the page computes the changes. With one, torch does.

    Args:
        a: place of output A, from 0 to 15, row by row.
        b: place of output B, another one.
        weight: which weight of the kernel is changed, from 0 to 8, row by row.
        added: what is added to it, a whole number from -2 to 2.

    Raises:
        ValueError: if a number is outside ``LIMITS``, or A is B.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    limits = traitlets.Dict(LIMITS).tag(sync=True)
    image = traitlets.List(IMAGE).tag(sync=True)
    weights = traitlets.List(KERNEL).tag(sync=True)

    def __init__(self, a: int = 0, b: int = 15, weight: int = 4, added: int = 1) -> None:
        setting = {"a": a, "b": b, "weight": weight, "added": added}
        _require_within_limits(setting)
        super().__init__(setting=setting)

    def answer(self) -> dict[str, Any]:
        """By how much each output changes, ``convolution`` and ``local``, as lists of rows."""
        _require_within_limits(self.setting)
        a, weight, added = (self.setting[name] for name in ("a", "weight", "added"))
        return {name: rows.tolist() for name, rows in changes(a, weight, added).items()}

    def picture(self) -> Picture:
        """The image with both windows, and for each layer its kernels, lines and outputs."""
        setting = self.setting
        changed = changes(setting["a"], setting["weight"], setting["added"])
        places = {name.upper(): divmod(setting[name], PLACES) for name in ("a", "b")}
        row, column = divmod(setting["weight"], len(KERNEL))
        figure = new_figure(6.8, 2.2)
        with mpl.rc_context(STYLE):
            first, *others = figure.subplots(1, 3, width_ratios=(1, 1.6, 1.6))
            plot_image(first, IMAGE, places, kernel=len(KERNEL))
            for ax, (name, rows) in zip(others, changed.items(), strict=True):
                plot_kernels_and_outputs(
                    ax, KERNEL, places, rows.tolist(), shared=name == "convolution",
                    added=(row, column, setting["added"]),
                )  # fmt: skip
        counts = {name: int((rows != 0).sum()) for name, rows in changed.items()}
        return Picture(
            figure,
            "An image with the windows of outputs A and B. In the convolution lines lead from one "
            "kernel to A and B; in the locally connected layer each has a kernel of its own. "
            f"{setting['added']} is added to the weight in row {row + 1}, column {column + 1}: "
            f"{counts['convolution']} of {PLACES**2} outputs of the convolution change, and "
            f"{counts['local']} of the locally connected layer.",
        )


def _require_within_limits(setting: dict[str, Any]) -> None:
    for name, (least, most) in LIMITS.items():
        if not least <= setting[name] <= most:
            raise ValueError(f"{name} must be from {least} to {most}, got {setting[name]}")
    if setting["a"] == setting["b"]:
        raise ValueError(f"a and b must be two places, got {setting['a']} twice")
