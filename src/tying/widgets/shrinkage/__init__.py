"""Partial pooling of eight estimates by James and Stein, as arrows, as a widget."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import torch
import traitlets

from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.risk import plot_shrinkage
from tying.widgets.base import TiedWidget
from tying.widgets.shrinkage.answer import answer, errors_over_sets, pooled
from tying.widgets.shrinkage.description import describe
from tying.widgets.shrinkage.setting import COUNT, Setting

FIRST = (-1.2, -0.5, 0.9, -0.8, 1.1, 0.2, -0.4, 3.2)
"""Seven values that lie close together, and one that does not."""

FIRST_SET = 5
"""Seed of the first errors. With seven true values at 0 and one at 4, the eight together gain, and
the one loses."""

MOST_SETS = 100_000


class Shrinkage(TiedWidget):
    """Eight estimates, each with an arrow to where the James–Stein estimator moves it.

    The reader drags the estimates or gives eight numbers, and sees the one share that all arrows
    have. With ``truths`` the eight are true values instead, which are estimated again and again:
    the widget counts how often the moved estimates are nearer, and compares the errors.

    Without a kernel the page computes and measures by itself. With one, :meth:`answer` and
    :meth:`answer_sets` do both with torch, and the widget says so.

    Args:
        values: eight estimates, or true values.
        noise: variance v of the errors.
        truths: whether the values are true values; the first set of estimates is always the same.

    Raises:
        ValueError: if there are not eight finite numbers, or the noise is negative.
    """

    folder: ClassVar = Path(__file__).parent
    questions: ClassVar = ("sets",)

    setting = traitlets.Dict().tag(sync=True)
    sets = traitlets.Dict().tag(sync=True)

    def __init__(
        self, values: Sequence[float] = FIRST, noise: float = 1.0, truths: bool = False
    ) -> None:
        errors = _first_errors() if truths else None
        setting = Setting(values=list(values), noise=noise, errors=errors)
        super().__init__(setting=setting.as_data())

    def picture(self) -> Picture:
        """The arrows of the present setting."""
        setting = Setting(**self.setting)
        moved = pooled(setting)
        truth = None if setting.errors is None else torch.tensor(setting.values)
        figure = new_figure(6.4, 3.2)
        with mpl.rc_context(STYLE):
            plot_shrinkage(
                figure.subplots(), moved.estimates, moved.pooled, noise=setting.noise, truth=truth
            )
        return Picture(figure, describe(setting, moved))

    def answer(self) -> dict[str, Any]:
        """The ``estimates``, their ``mean``, the ``weight``, and the ``pooled`` estimates."""
        return answer(self.setting)

    def answer_sets(self, count: int) -> dict[str, Any]:
        """Squared errors of the eight, summed over ``count`` new sets of estimates.

        Raises:
            ValueError: if ``count`` is not from 1 to ``MOST_SETS``.
        """
        if not isinstance(count, int) or not 1 <= count <= MOST_SETS:
            raise ValueError(f"count must be from 1 to {MOST_SETS}, got {count!r}")
        generator = torch.Generator().manual_seed(secrets.randbelow(1_000_000))
        return errors_over_sets(self.setting, count, generator)


def _first_errors() -> list[float]:
    generator = torch.Generator().manual_seed(FIRST_SET)
    where = {"generator": generator, "device": generator.device, "dtype": torch.float64}
    return torch.randn(COUNT, **where).tolist()
