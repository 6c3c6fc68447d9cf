"""What the reader sets in the widget of shrinkage."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

COUNT = 8
"""Number of values."""


@dataclass(frozen=True)
class Setting:
    """The trait ``setting``.

    Attributes:
        values: eight estimates; with ``errors`` they are the true values instead.
        noise: variance v of one error.
        errors: eight standard normal numbers; the estimates are ``values + sqrt(noise) errors``.

    Raises:
        ValueError: if there are not eight finite numbers, or the noise is negative.
    """

    values: list[float]
    noise: float
    errors: list[float] | None = None

    def __post_init__(self) -> None:
        _require_eight("values", self.values)
        if self.errors is not None:
            _require_eight("errors", self.errors)
        if not (math.isfinite(self.noise) and self.noise >= 0):
            raise ValueError(f"noise must be 0 or more, got {self.noise:g}")

    def as_data(self) -> dict[str, Any]:
        """The trait."""
        return asdict(self)


def _require_eight(name: str, values: list[float]) -> None:
    if len(values) != COUNT:
        raise ValueError(f"{name} must be {COUNT} numbers, got {len(values)}")
    if not all(math.isfinite(value) for value in values):
        raise ValueError(f"{name} must be finite, got {values}")
