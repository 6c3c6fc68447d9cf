"""The code of a tied autoencoder is turned: weights move, and the output moves or stands still."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import traitlets

from tying.plotting.orbit import plot_change, plot_outlines
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.widgets.base import TiedWidget
from tying.widgets.orbit.answer import (
    ACTIVATIONS,
    MATRIX,
    STEP,
    change,
    outline,
    outputs,
    turned,
)

REACH = 3.0
"""The planes are shown from ``-REACH`` to ``REACH`` in both directions."""


class Orbit(TiedWidget):
    """The matrix W of a tied autoencoder becomes Q W, with a rotation Q that the reader turns.

    Inputs on the outline of a letter have codes ``σ(Q W x)`` and outputs ``(Q W)ᵀ σ(Q W x)``. Both
    are drawn, the outputs above those with the first W.

    Without a kernel the page computes; with one, torch does.

    Args:
        angle: of the rotation, in degrees, a multiple of ``STEP`` from 0 to 355.
        mirror: whether the sign of unit 2 is changed before.
        activation: ``linear``, ``tanh`` or ``relu``.
        compare: whether activation and mirror can be chosen, and the change of the output is drawn
            for all angles; otherwise there is the rotation alone.

    Raises:
        ValueError: if the angle or the activation is none of these.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    matrix = traitlets.List([list(row) for row in MATRIX]).tag(sync=True)
    points = traitlets.List().tag(sync=True)
    step = traitlets.Int(STEP).tag(sync=True)
    reach = traitlets.Float(REACH).tag(sync=True)
    compare = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        angle: int = 40,
        activation: str = "linear",
        *,
        mirror: bool = False,
        compare: bool = False,
    ) -> None:
        setting = {"angle": angle, "mirror": mirror, "activation": activation}
        _require_valid(angle, activation)
        super().__init__(setting=setting, points=outline().tolist(), compare=compare)

    def picture(self) -> Picture:
        """Codes and outputs of the present setting, and the change at all angles if it compares."""
        angle, mirror, activation = self._setting()
        matrices = turned(0, mirror=False), turned(angle, mirror)
        sums = [outline() @ matrix.mT for matrix in matrices]
        codes = [ACTIVATIONS[activation](one) for one in sums]
        results = [outputs(matrix, activation) for matrix in matrices]
        figure = new_figure(6.8, 4.6 if self.compare else 3.2)
        with mpl.rc_context(STYLE):
            axes = figure.subplot_mosaic(
                [["code", "output"], ["change", "change"]]
                if self.compare
                else [["code", "output"]],
                height_ratios=(2.2, 1) if self.compare else (1,),
            )
            dotted = {"turned": sums[1]} if self.compare else {}
            plot_outlines(axes["code"], {"before": codes[0], **dotted, "after": codes[1]}, REACH)
            axes["code"].set(xlabel="unit 1", ylabel="unit 2", title="code")
            plot_outlines(axes["output"], {"before": results[0], "after": results[1]}, REACH)
            axes["output"].set(xlabel="output 1", ylabel="output 2", title="output")
            if self.compare:
                plot_change(axes["change"], *self._changes(), angle)
        return Picture(figure, self._described(change(angle, mirror, activation)))

    def answer(self) -> dict[str, Any]:
        """The ``matrix`` Q W, and the ``change`` of the outputs, here and at all angles.

        The change is the root mean squared distance of the outputs from those with W. ``changes``
        has it for all angles with this mirror and activation.
        """
        angle, mirror, activation = self._setting()
        return {
            "matrix": turned(angle, mirror).tolist(),
            "change": change(angle, mirror, activation),
            "changes": self._changes()[1],
        }

    def _setting(self) -> tuple[int, bool, str]:
        angle, activation = self.setting["angle"], self.setting["activation"]
        _require_valid(angle, activation)
        return angle, self.setting["mirror"], activation

    def _changes(self) -> tuple[list[int], list[float]]:
        """All angles, and the change at each."""
        _, mirror, activation = self._setting()
        angles = list(range(0, 360, STEP))
        return angles, [change(angle, mirror, activation) for angle in angles]

    def _described(self, changed: float) -> str:
        """What the picture shows, in words."""
        angle, mirror, activation = self._setting()
        reflected = " after a mirror" if mirror else ""
        words = (
            f"Two planes with the outline of a letter F. Left, the codes are turned by {angle} "
            f"degrees{reflected}. Right, the outputs of the {activation} network "
        )
        if changed < 1e-9:
            return words + "lie exactly on those before."
        return words + f"have moved by {changed:.2f} from those before."


def _require_valid(angle: int, activation: str) -> None:
    if angle not in range(0, 360, STEP):
        raise ValueError(f"angle must be a multiple of {STEP} from 0 to {360 - STEP}, got {angle}")
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be {', '.join(ACTIVATIONS)}, got {activation!r}")
