"""Two pairs of tasks while the strength of their tie changes: dots on landscapes, as a widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import torch
import traitlets
from torch import Tensor

from tying.device import device
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.soft import plot_landscape
from tying.soft import PAIR_A, PAIR_B, TaskPair, raise_strength
from tying.widgets.base import TiedWidget
from tying.widgets.schedule_landscape.ways import WAYS

PAIRS: dict[str, TaskPair] = {"A": PAIR_A, "B": PAIR_B}
STEPS = (10_000, 60_000, 10_000)
"""Least and largest number of steps, and from one to the next."""

FRAMES = 40
"""Moments at which the dots are drawn, after the start."""

STARTS = 60
NEAR = 0.3
"""How far from the best single value a pair may end and is still counted."""

SHOWN = (0.2, 0.5, 0.6, 1.0)
"""Shares of the steps at which the static picture shows the dots."""


class ScheduleLandscape(TiedWidget):
    """Sixty starts of gradient descent on two pairs of tasks, while the strength follows a way.

    The reader chooses the way and the number of steps, and plays them. The landscape is the loss of
    both tasks with the spring at this moment.

    Args:
        way: the schedule at first, one of ``WAYS``.
        steps: their number at first.
        ways: the schedules that are offered.
        seed: of the starts.

    Raises:
        ValueError: if a way is unknown or not offered, or the number of steps is none of the
            slider's.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    ways = traitlets.List().tag(sync=True)
    starts = traitlets.List().tag(sync=True)
    pairs = traitlets.Dict().tag(sync=True)
    steps = traitlets.List(list(STEPS)).tag(sync=True)
    frames = traitlets.Int(FRAMES).tag(sync=True)
    near = traitlets.Float(NEAR).tag(sync=True)

    def __init__(
        self,
        way: str = "raised",
        steps: int = 30_000,
        ways: Sequence[str] = tuple(WAYS),
        seed: int = 0,
    ) -> None:
        _require_known(way, steps, ways)
        generator = torch.Generator().manual_seed(seed)
        here = {"generator": generator, "device": generator.device, "dtype": torch.float64}
        starts = 8 * torch.rand(2, STARTS, **here) - 4
        self._known: dict[tuple[str, int], dict[str, Tensor]] = {}
        super().__init__(
            setting={"way": way, "steps": steps},
            ways=list(ways),
            starts=[[round(x, 3) for x in one] for one in starts.tolist()],
            pairs={name: {**asdict(pair), "best": pair.best()} for name, pair in PAIRS.items()},
        )

    def picture(self) -> Picture:
        """Four moments of the present setting, for both pairs."""
        way, paths = WAYS[self.setting["way"]], self._paths()
        figure = new_figure(6.8, 4.0)
        with mpl.rc_context(STYLE):
            for row, (name, pair) in zip(figure.subplots(2, 4), PAIRS.items(), strict=True):
                path = paths[name]
                for axes, share in zip(row, SHOWN, strict=True):
                    now = path[round(share * FRAMES) - 1]
                    plot_landscape(axes, pair, way(share), now, _good(pair, path))
                row[0].set_ylabel(f"pair {name}")
        return Picture(figure, self._described(paths))

    def answer(self) -> dict[str, Any]:
        """For each pair the ``path``: both parameters of all starts at each moment."""
        _require_known(**self.setting, ways=self.ways)
        return {"path": {name: path.tolist() for name, path in self._paths().items()}}

    def _paths(self) -> dict[str, Tensor]:
        """For each pair the parameters at each moment, ``(frames, 2, starts)``."""
        starts = torch.tensor(self.starts, dtype=torch.float64, device=device())
        way, steps = self.setting["way"], self.setting["steps"]
        if (way, steps) not in self._known:  # seconds of work, for the picture and the page alike
            self._known[way, steps] = {
                name: raise_strength(pair, [WAYS[way]], starts, steps, snapshots=FRAMES)[:, 0]
                for name, pair in PAIRS.items()
            }
        return self._known[way, steps]

    def _described(self, paths: dict[str, Tensor]) -> str:
        good = {name: int(_good(pair, paths[name]).sum()) for name, pair in PAIRS.items()}
        return (
            "Two rows of four landscapes of the loss, over both parameters; the strength changes "
            "from left to right, and the loss rises beside the diagonal with it. Of "
            f"{STARTS} starts, {good['A']} of pair A, in the upper row, and {good['B']} of pair B "
            "end near the best single value: diamonds. The others are crosses."
        )


def _good(pair: TaskPair, path: Tensor) -> Tensor:
    """Which starts end near the best single value."""
    return (path[-1].mean(0) - pair.best()).abs() < NEAR


def _require_known(way: str, steps: int, ways: Sequence[str]) -> None:
    """Refuse what the controls of the page cannot reach."""
    if not ways or not set(ways) <= set(WAYS):
        raise ValueError(f"ways must be some of {', '.join(WAYS)}; got {list(ways)}")
    if way not in ways:
        raise ValueError(f"way must be one of {', '.join(ways)}; got {way!r}")
    if steps not in range(STEPS[0], STEPS[1] + 1, STEPS[2]):
        raise ValueError(
            f"steps must be from {STEPS[0]} to {STEPS[1]} by {STEPS[2]}; got {steps!r}"
        )
