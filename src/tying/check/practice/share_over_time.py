"""The problem *One number for all times, or one for each?*."""

from typing import Any

from tying.check.entries import Case, Function, Mistake, Value, Values

SUMMED = "The squared distances of the bias are summed; the risk averages them over the times."
ROOT = "The bias has to be squared."
ALONE = "The errors are correlated: r is missing."


def _risks(args: tuple[Any, ...], separate: float, tied: float, *mistakes: Mistake) -> Case:
    return Case(lambda: args, Values({"separate": Value(separate), "tied": Value(tied, mistakes)}))


def _number(args: tuple[Any, ...], right: float, *mistakes: Mistake) -> Case:
    return Case(lambda: args, Value(right, mistakes))


def _decision(args: tuple[Any, ...], right: bool, advice: str) -> Case:
    return Case(lambda: args, Value(right, ((not right, advice),)))


EXERCISES = {
    "risks": Function(
        "risks(theta, v, r)",
        (
            _risks(([1.0, 3.0], 2.5, 0.0), 2.5, 2.25, (3.25, SUMMED)),
            _risks(
                ([0.4, 1.0, 1.6], 0.5, 0.2),
                0.5,
                0.47333333333,
                (0.72323128189, ROOT),
                (0.95333333333, SUMMED),
                (0.40666666667, ALONE),
            ),
            _risks(([1.0, 1.3, 1.0, 1.3, 1.0], 0.04, 0.0), 0.04, 0.0296, (0.116, SUMMED)),
        ),
    ),
    "saving": Function(
        "saving(T, v, r)",
        (
            _number((4, 2.0, 0.0), 1.5, (0.5, "That is the variance which is left over.")),
            _number(
                (5, 1.0, 0.4),
                0.48,
                (0.2, "That is the variance which is left over, for independent errors."),
                (0.52, "That is the variance which is left over."),
                (0.8, ALONE),
            ),
        ),
    ),
    "decision": Function(
        "tie_pays(theta, v, r)",
        (
            _decision(([1.0, 3.0], 2.5, 0.0), True, "Compare both risks of question 1 here."),
            _decision(
                ([0.0, 2.0], 1.5, 0.0), False, "Is the saving really the variance of one estimate?"
            ),
            _decision(([0.4, 1.0, 1.6], 0.5, 0.2), True, "By what do you divide the spread?"),
        ),
    ),
    "threshold": Function(
        "threshold(T, v, r)",
        (
            _number((4, 2.0, 0.0), 2.0, (1.5, "That is the threshold for fixed values.")),
            _number(
                (5, 1.0, 0.4),
                0.6,
                (0.48, "That is the threshold for fixed values."),
                (1.0, ALONE),
            ),
        ),
    ),
}
