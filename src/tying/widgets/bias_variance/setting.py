"""The setting of the widget of bias-variance curves: what its controls say, and its bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

Truth = Literal["fixed", "random"]
Axis = Literal["heterogeneity", "tie", "data"]

LIMITS = {
    "heterogeneity": [0, 2, 0.01],
    "noise": [0, 2, 0.05],
    "data": [1, 64, 1],
    "locations": [1, 64, 1],
    "correlation": [-1, 1, 0.05],
    "tie": [0, 1, 0.01],
}
"""The least and the largest value of every slider, and its step."""

_CHOICES = {"truth": get_args(Truth), "axis": get_args(Axis)}


@dataclass(frozen=True)
class Setting:
    """What the reader has set; as a dict in this order, it is the trait of the widget.

    Attributes:
        heterogeneity: variance s² of the true values.
        noise: variance σ² of one observation.
        data: observations at each location.
        locations: number T of estimates.
        correlation: of the errors of two estimates, as the reader sets it; it may be lower than
            T errors can have.
        tie: the reader's own strength of the tie.
        best: whether the strength with the least risk takes the place of ``tie``.
        truth: true values that are ``fixed`` or ``random`` draws.
        axis: what is varied in the picture.

    Raises:
        ValueError: if a number is outside ``LIMITS``, or a name is unknown.
        TypeError: if ``data`` or ``locations`` is no integer.
    """

    heterogeneity: float
    noise: float
    data: int
    locations: int
    correlation: float
    tie: float
    best: bool
    truth: Truth
    axis: Axis

    def __post_init__(self) -> None:
        for name in ("data", "locations"):
            if not isinstance(getattr(self, name), int):
                raise TypeError(f"{name} must be an integer, got {getattr(self, name)!r}")
        for name, (least, most, _) in LIMITS.items():
            value = getattr(self, name)
            if not (math.isfinite(value) and least <= value <= most):
                raise ValueError(f"{name} must be from {least} to {most}, got {value}")
        for name, known in _CHOICES.items():
            if getattr(self, name) not in known:
                allowed = ", ".join(known)
                raise ValueError(f"{name} must be one of {allowed}, got {getattr(self, name)!r}")

    @property
    def possible_correlation(self) -> float:
        """The correlation in use: no lower than T errors can have, -1/(T - 1)."""
        return max(self.correlation, -1 / max(self.locations - 1, 1))
