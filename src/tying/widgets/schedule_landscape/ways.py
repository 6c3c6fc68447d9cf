"""The schedules of the widget: the strength as a function of the share of the steps."""

from __future__ import annotations

from collections.abc import Callable

MOST = 100.0


def _fixed(_: float) -> float:
    return MOST


def _raised(u: float) -> float:
    return 1e-3 * (MOST * 1e3) ** u


def _rest(u: float) -> float:
    return min(MOST, max(0.0, MOST * (u - 0.3) / 0.5))


WAYS: dict[str, Callable[[float], float]] = {"fixed": _fixed, "raised": _raised, "rest": _rest}
"""By name: the same strength always; by an equal factor each step; 0, a line, and constant."""
