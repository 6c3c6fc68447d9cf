"""The problem *When should two tasks be pulled together?*."""

from collections.abc import Mapping
from typing import Any

from tying.check.entries import Case, Function, Value, Values

HALF = "The derivative of a square has a factor 2."
ONE_SIDE = "The penalty pulls both values, not one of them."
DIRECTION = "The penalty pulls the two values in opposite directions."
UPHILL = "That step goes uphill."
IN_TURN = "Both new values come from the old ones: do not use the new a for b."
FALLS = "That strength falls."
ALWAYS = "That strength is large from the first step on."
NO_REST = "It has to rest at zero first."
AT_THE_END = "It has to be full at the share `full`, not at the end."
BEYOND = "It grows beyond its largest value, or below zero."
PRECISION = "The strength is no precision: the derivative of a square has a factor 2."
MEAN = "That is the end of a hard tie: both at one place."
ALONE = "Those are the minima of the two tasks alone."
PLAIN = "Do both tasks count the same? One of them is more curved."
LAST = "Every step has its own strength; the list holds them in order."
FIRST = "Every step has its own strength, not only the first one."
AVERAGED = "The penalty acts in every step, and nothing is averaged at the end."

Mistakes = Mapping[float, str]
"""Sentences by the wrong numbers that they belong to."""


def _pair(args: tuple[Any, ...], first: Value, second: Value, shown: str = "") -> Case:
    return Case(lambda: args, Values({"first": first, "second": second}, form="tuple"), shown)


def _value(right: float, mistakes: Mistakes, rtol: float = 1e-6) -> Value:
    return Value(right, tuple(mistakes.items()), rtol=rtol, atol=1e-9, alone=True)


def _at(u: float, right: float, mistakes: Mistakes) -> Case:
    return Case(lambda: (u, 0.2, 0.7, 50.0), _value(right, mistakes))


EXERCISES = {
    "step": Function(
        "step(a, b, slope_a, slope_b, lam, rate)",
        (
            _pair(
                (1.5, -0.5, 0.8, -0.4, 3.0, 0.1),
                _value(0.22, {0.82: HALF, 1.42: ONE_SIDE, 2.62: DIRECTION, 2.78: UPHILL}),
                _value(
                    0.74,
                    {
                        0.14: HALF,
                        -0.46: ONE_SIDE,
                        -1.66: DIRECTION,
                        -1.74: UPHILL,
                        -0.028: IN_TURN,
                    },
                ),
            ),
        ),
    ),
    "schedule": Function(
        "strength(u, rest, full, most)",
        (
            _at(0.1, 0.0, {50.0: ALWAYS, 50 / 7: NO_REST, -10.0: BEYOND}),
            _at(0.45, 25.0, {50.0: ALWAYS, 225 / 7: NO_REST, 15.625: AT_THE_END}),
            _at(0.6, 40.0, {10.0: FALLS, 50.0: ALWAYS, 300 / 7: NO_REST, 25.0: AT_THE_END}),
            _at(0.9, 50.0, {70.0: BEYOND, 43.75: AT_THE_END, 0.0: FALLS}),
            _at(1.0, 50.0, {0.0: FALLS, 80.0: BEYOND}),
        ),
    ),
    "convex": Function(
        "convex_end(c1, c2, m1, m2, lam)",
        (
            _pair(
                (0.5, 2.0, 4.0, -1.0, 1.5),
                _value(0.4705882353, {0.8421052632: PRECISION, 0.0: MEAN, 4.0: ALONE, 1.5: PLAIN}),
                _value(
                    -0.1176470588, {-0.2105263158: PRECISION, 0.0: MEAN, -1.0: ALONE, 1.5: PLAIN}
                ),
            ),
        ),
    ),
    "train": Function(
        "train(a, b, strengths, rate)",
        (
            _pair(
                (-1.0, 2.0, [0.0] * 200 + [40.0] * 800, 0.004),
                _value(2.998020682, {0.8515468652: LAST, -0.5: FIRST, 1.25: AVERAGED}, rtol=1e-4),
                _value(2.998254858, {0.8527101846: LAST, 1.25: AVERAGED}, rtol=1e-4),
                shown="train(-1.0, 2.0, [0.0] * 200 + [40.0] * 800, 0.004)",
            ),
        ),
    ),
}
