"""The problem *One number for all times, or one for each?*."""

from collections.abc import Mapping
from typing import Any

from tying.check.entries import Case, Function, Value, Values

SUMMED = "The squared distances are summed; the risk averages them over the times."
SAMPLE = "The squared distances are divided by T - 1. These are all the true values: divide by T."
ROOT = "The bias has to be squared."
ALONE = "The errors are correlated: r is missing."
NO_BIAS2 = "The bias of the tied estimate is missing."
NO_VARIANCE = "The variance of the tied estimate is missing."
OF_ONE = "That is the variance of one estimate, and not of the mean."
OF_SUM = "That is the variance of the sum, and not of the mean."
WITH_ITSELF = "An error has T - 1 others: its own variance is counted twice."
SIGN = "The sign of r: does a correlation make the saving larger, or smaller?"
ONE_PAIR = "Each error is correlated with all the others, not with one of them."
LEFT = "That is the variance which is left over."
LEFT_ALONE = "That is the variance which is left over, for independent errors."
NO_T = "With T = 1 it would save something, although nothing is tied."
NO_V = "The variance v is missing."
FIXED = "That is the threshold for fixed values."
FIXED_ALONE = "That is the threshold for fixed values, for independent errors."
SMALLER = (
    "It lies below the threshold for fixed values. Is the spread of T drawn values more "
    "or less, on average, than the variance that they are drawn with?"
)
REVERSED = "These decisions are the wrong way round in every case."
ALWAYS = "One decision for all cases: does the bias count?"
NEVER = "One decision for all cases: does the saving count?"
GREEDY = "Is the saving really the variance of one estimate?"
OVER = "The spread is compared with the variance which is left over."
UNSQUARED = "These decisions compare a spread that is not squared."
SUMMED_RULE = "By what is the sum of the squared distances divided?"
SAMPLE_RULE = "By what is the sum of the squared distances divided? It is T - 1 here."
NO_T_RULE = "The saving of these decisions is not zero at T = 1."

Mistakes = Mapping[float, str]
"""Sentences by the wrong numbers that they belong to."""


def _risks(args: tuple[Any, ...], right: tuple[float, float], tied: Mistakes) -> Case:
    parts = {"separate": _value(right[0], {}), "tied": _value(right[1], tied)}
    return Case(lambda: args, Values(parts, form="tuple"))


def _number(args: tuple[Any, ...], right: float, mistakes: Mistakes) -> Case:
    return Case(lambda: args, _value(right, mistakes))


def _value(right: float, mistakes: Mistakes) -> Value:
    return Value(right, tuple(mistakes.items()), alone=True)


def _decision(args: tuple[Any, ...], right: bool) -> Case:
    return Case(lambda: args, Value(right))


EXERCISES = {
    "risks": Function(
        "risks(theta, v, r)",
        (
            _risks(
                ([0.4, 1.0, 2.2], 0.7, 0.2),
                (0.7, 0.8866666667),
                {
                    2.006666667: SUMMED,
                    1.166666667: SAMPLE,
                    1.074998144: ROOT,
                    0.7933333333: ALONE,
                    0.3266666667: NO_BIAS2,
                    0.56: NO_VARIANCE,
                    1.26: OF_ONE,
                    1.54: OF_SUM,
                    0.84: ONE_PAIR,
                    0.9333333333: WITH_ITSELF,
                },
            ),
            _risks(([1.3, 0.2, 0.9, 1.6], 0.3, 0.5), (0.3, 0.4625), {}),
        ),
    ),
    "saving": Function(
        "saving(T, v, r)",
        (
            _number(
                (5, 0.7, 0.4),
                0.336,
                {
                    0.364: LEFT,
                    0.14: LEFT_ALONE,
                    0.56: ALONE,
                    0.42: NO_T,
                    0.48: NO_V,
                    0.504: ONE_PAIR,
                    0.784: SIGN,
                    0.28: WITH_ITSELF,
                },
            ),
            _number((4, 1.3, -0.2), 1.17, {}),
            _number((1, 0.6, 0.0), 0.0, {}),
        ),
    ),
    "decision": Function(
        "tie_pays(theta, v, r)",
        (
            _decision(([1.6, 2.3, 1.4, 2.2], 0.4, -0.1), True),
            _decision(([0.5, 2.0, 0.8], 0.9, 0.6), False),
            _decision(([1.8, 1.7, 0.0], 1.2, -0.1), True),
            _decision(([1.8, 0.5, 2.3, 1.2], 0.3, -0.1), False),
            _decision(([1.3, 1.5, 1.5], 1.3, 0.3), True),
            _decision(([1.0, 0.6, 2.1, 2.2], 0.6, 0.2), False),
        ),
        patterns=(
            ((False, True, False, True, False, True), REVERSED),
            ((True, True, True, True, True, True), ALWAYS),
            ((False, False, False, False, False, False), NEVER),
            ((True, True, True, False, True, True), GREEDY),
            ((False, True, False, False, True, False), OVER),
            ((True, True, True, False, True, False), ALONE),
            ((False, False, True, False, True, False), UNSQUARED),
            ((False, False, False, False, True, False), SUMMED_RULE),
            ((True, False, False, False, True, False), SAMPLE_RULE),
            ((True, False, True, False, True, True), NO_T_RULE),
        ),
    ),
    "threshold": Function(
        "threshold(T, v, r)",
        (
            _number(
                (5, 0.7, 0.4),
                0.42,
                {
                    0.336: FIXED,
                    0.56: FIXED_ALONE,
                    0.7: ALONE,
                    0.6: NO_V,
                    0.2688: SMALLER,
                    0.364: LEFT,
                    0.98: SIGN,
                },
            ),
            _number((3, 1.3, -0.2), 1.56, {}),
        ),
    ),
}
