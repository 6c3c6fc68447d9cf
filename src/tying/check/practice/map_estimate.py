"""The problem *Two sensors and a soft tie*."""

from collections.abc import Mapping
from typing import Any

from tying.check.entries import Case, Function, Value, Values

EXCHANGED = "The indices i and j are exchanged: the certain value has to move less."
INVERSE = "That spring has the precision s2. Its variance is s2: a small s2 is a strong spring."
HARD = "That is the estimate of a hard tie."
VARIANCES = "Precisions stand where variances belong."
OWN = "That is the observation itself: where is the spring?"
BROKEN = "A sensor with the precision 0 says nothing, whatever its display shows."
PLAIN = "That is the plain mean. Do both observations count the same?"
OTHER_WEIGHTS = "The weights are exchanged: the precise observation counts more."
OTHER = "Without a tie, what does the other observation matter?"
NO_HALF = "The density of a normal prior has one half in its exponent."
SAME = "The sum of squares is another loss: its scale depends on the noise."
ONLY_HALF = "The sum of squares has no one half. What does that do to the penalty?"
UPSIDE_DOWN = "A strong spring has a small variance."
NO_NOISE = "The variance of the noise is missing."

Mistakes = Mapping[float, str]
"""Sentences by the wrong numbers that they belong to."""


def _number(args: tuple[Any, ...], right: float, mistakes: Mistakes) -> Case:
    return Case(lambda: args, _value(right, mistakes))


def _value(right: float, mistakes: Mistakes) -> Value:
    return Value(right, tuple(mistakes.items()), alone=True)


def _pair(args: tuple[Any, ...], first: Value, second: Value, names: tuple[str, str]) -> Case:
    return Case(lambda: args, Values(dict(zip(names, (first, second), strict=True)), form="tuple"))


EXERCISES = {
    "estimate": Function(
        "map_i(x_i, x_j, lam_i, lam_j, s2)",
        (
            _number(
                (1.0, 5.0, 2.0, 0.4, 3.0),
                1.333333333,
                {
                    2.666666667: EXCHANGED,
                    1.6: INVERSE,
                    1.666666667: HARD,
                    2.481481481: VARIANCES,
                    1.0: OWN,
                    3.0: PLAIN,
                },
            ),
            _number((4.0, -1.0, 0.7, 2.0, 0.0), 0.2962962963, {4.0: OWN}),
            _number((-2.0, 3.0, 0.0, 1.5, 0.8), 3.0, {-2.0: BROKEN}),
            _number((2.0, -1.0, 1.2, 0.0, 0.7), 2.0, {-1.0: BROKEN}),
        ),
    ),
    "limits": Function(
        "limits(x_i, x_j, lam_i, lam_j)",
        (
            _pair(
                (1.0, 5.0, 2.0, 0.4),
                _value(
                    1.666666667,
                    {
                        3.0: PLAIN,
                        4.333333333: OTHER_WEIGHTS,
                    },
                ),
                _value(1.0, {5.0: OTHER, 3.0: OTHER}),
                ("hard", "no tie"),
            ),
        ),
    ),
    "strengths": Function(
        "strengths(s2, tau2)",
        (
            _pair(
                (0.8, 3.0),
                _value(
                    0.625,
                    {
                        1.25: NO_HALF,
                        3.75: SAME,
                        0.8: UPSIDE_DOWN,
                        0.4: UPSIDE_DOWN,
                        1.6: UPSIDE_DOWN,
                    },
                ),
                _value(
                    3.75,
                    {
                        0.625: SAME,
                        1.875: ONLY_HALF,
                        1.25: NO_NOISE,
                        0.2666666667: UPSIDE_DOWN,
                        7.5: ONLY_HALF,
                    },
                ),
                ("log likelihood", "sum of squares"),
            ),
        ),
    ),
}
