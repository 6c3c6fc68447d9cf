"""Two tasks that are pulled together while they train: schedules of the strength.

Task i has one parameter θ_i and the loss::

    f_i(θ) = slope sqrt(rounding + (θ - centre)²) - depth exp(-(θ - centre)²/(2 width²)),

a wide valley with a narrow well in it, or one of the two alone. Gradient descent lowers
``f_1(θ_1) + f_2(θ_2) + λ (θ_1 - θ_2)²`` while λ, the strength, follows a schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

Schedule = Callable[[float], float]
"""The strength as a function of the share of the steps that is done, from 0 to 1."""

Two = tuple[float, float]


@dataclass(frozen=True)
class TaskPair:
    """The losses of two tasks; each attribute has a number for the first and for the second.

    Attributes:
        centre: where the minimum is.
        slope: of the valley, far from its centre; 0 leaves the well alone.
        rounding: how round the valley is at its centre.
        depth: of the well; 0 leaves the valley alone.
        width: of the well, as a standard deviation.
    """

    centre: Two
    slope: Two
    rounding: Two
    depth: Two
    width: Two

    def losses(self, theta: Tensor) -> Tensor:
        """Losses f_1 and f_2 of parameters ``(2, ...)``, in the same shape."""
        centre, slope, rounding, depth, width = self._columns(theta)
        square = (theta - centre).square()
        well = depth * (-square / (2 * width**2)).exp()
        return slope * (rounding + square).sqrt() - well

    def slopes(self, theta: Tensor) -> Tensor:
        """Derivatives of the losses of parameters ``(2, ...)``, in the same shape."""
        return _slopes(theta, *self._coefficients(theta))

    def best(self) -> float:
        """The best single value for both tasks, on a grid with steps of 0.0005."""
        grid = torch.linspace(-5, 5, 20_001, dtype=torch.float64)
        joint = self.losses(grid.expand(2, -1)).sum(0)
        return float(grid[joint.argmin()])

    def _columns(self, theta: Tensor) -> list[Tensor]:
        """The attributes in the dtype and on the device of ``theta``, along its first axis."""
        shape = (2, *[1] * (theta.ndim - 1))
        like = {"dtype": theta.dtype, "device": theta.device}
        values = (self.centre, self.slope, self.rounding, self.depth, self.width)
        return [torch.tensor(value, **like).reshape(shape) for value in values]

    def _coefficients(self, theta: Tensor) -> tuple[Tensor, ...]:
        """What :func:`_slopes` needs, once for all steps: c, m, r, depth/width², -1/(2 width²)."""
        centre, slope, rounding, depth, width = self._columns(theta)
        return centre, slope, rounding, depth / width**2, -1 / (2 * width**2)


def _slopes(
    theta: Tensor, centre: Tensor, slope: Tensor, rounding: Tensor, scale: Tensor, inverse: Tensor
) -> Tensor:
    """Derivatives of the losses; see :meth:`TaskPair._coefficients`."""
    away = theta - centre
    square = away * away
    return away * (slope * (rounding + square).rsqrt() + scale * (inverse * square).exp())


PAIR_A = TaskPair(
    centre=(-0.5, 3.0),
    slope=(0.0, 0.2),
    rounding=(1.0, 1.0),
    depth=(1.0, 5.0),
    width=(0.3, 0.5),
)
"""The first task has a shallow well, the second a deep one; the best single value is near 3."""

PAIR_B = TaskPair(
    centre=(-3.0, 1.0),
    slope=(1.0, 1.5),
    rounding=(0.01, 0.01),
    depth=(0.82, 0.0),
    width=(0.1, 1.0),
)
"""The first task has a narrow well in its valley; the best single value is near 1."""


def raise_strength(
    pair: TaskPair,
    schedules: Sequence[Schedule],
    starts: Tensor,
    steps: int,
    rate: float = 2e-3,
    snapshots: int = 1,
) -> Tensor:
    """Gradient descent from R starts at once, under each of S schedules of the strength.

    Args:
        pair: the losses of the two tasks.
        schedules: the strength λ as a function of the share of the steps that is done.
        starts: first values of both parameters, ``(2, R)``.
        steps: their number.
        rate: the learning rate. Above ``2/(curvature + 4 λ)`` the two parameters swing apart.
        snapshots: at how many moments the parameters are kept, equally far apart, the last at the
            end; it divides ``steps``.

    Returns:
        Tensor of shape ``(snapshots, S, 2, R)``.

    Raises:
        ValueError: if ``starts`` has another shape, or the snapshots do not divide the steps.
    """
    if starts.ndim != 2 or starts.shape[0] != 2:
        raise ValueError(f"starts must have shape (2, R), got {tuple(starts.shape)}")
    if snapshots < 1 or steps % snapshots:
        raise ValueError(f"snapshots must divide the {steps} steps, got {snapshots}")
    like = {"dtype": starts.dtype, "device": starts.device}
    strengths = torch.tensor(
        [[schedule(i / steps) for schedule in schedules] for i in range(steps)], **like
    )
    pulls = iter((2 * rate * strengths)[..., None])
    theta = starts[:, None].repeat(1, len(schedules), 1)
    coefficients, kept = pair._coefficients(theta), []
    for _snapshot in range(snapshots):
        for _ in range(steps // snapshots):
            pull = next(pulls) * (theta[0] - theta[1])
            theta = theta - rate * _slopes(theta, *coefficients)
            theta[0] -= pull
            theta[1] += pull
        kept.append(theta.transpose(0, 1))
    return torch.stack(kept)
