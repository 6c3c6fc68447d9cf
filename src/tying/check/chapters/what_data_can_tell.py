"""Exercises of the chapter *What data can tell*."""

import numpy as np
import torch

from tying.check.entries import Rule, Value, Values

DRAWS = 0.03 if torch.get_default_device().type == "cpu" else 0.3
"""Tolerance of what depends on random signals: other devices draw other ones."""

MEAN = "Is it the average over all eight squared errors, divided by that of the separate estimates?"


def _below_one(ratio: float) -> bool:
    return bool(0 < ratio <= 1)


def _window(length: np.ndarray) -> str:
    """What is wrong with a length of the window."""
    if length in (5, 6):  # their risks are equal up to the third digit
        return ""
    if length == 1:
        return "That takes only the last estimate."
    if length == 40:
        return "That takes all estimates."
    if abs(length - 5.5) < 0.1:
        return "Round it: a whole number of estimates is wanted."
    return f"It is too {'large' if length > 6 else 'small'}."


EXERCISES = {
    "observed": Values(
        {
            "how often": Value(
                0.5711,
                (
                    (1.0, "Estimates of equal values differ, too."),
                    (0.5, "The distribution is skewed: it is a little more than half."),
                    (0.9488, "That is how often, with the limit that she should use."),
                ),
                rtol=0.02,
            ),
            "limit": Value(
                2.0,
                (
                    (1.0, "That is her limit. What does her sample variance estimate?"),
                    (0.0, "The rule compares the spread of the truth with v. Which does she see?"),
                ),
            ),
        }
    ),
    "conditions": Values(
        {
            "rare errors": Value(
                1.273,
                (
                    (0.273, "That is by how much it is larger; the ratio is wanted."),
                    (_below_one, MEAN),
                ),
                rtol=0.04,
            ),
            "unequal variances": Value(
                1.251,
                (
                    (0.251, "That is by how much it is larger; the ratio is wanted."),
                    (_below_one, MEAN),
                ),
                rtol=0.03,
            ),
        }
    ),
    "kernels": Values(
        {
            "on the grid": Value(
                0.5417,
                ((0.4583, "That is the weight of the separate fit."),),
                rtol=DRAWS,
            ),
            "by the formula": Value(
                0.5417,
                (
                    (0.4583, "That is B in place of V above the line."),
                    (lambda given: given > 0.9, "B is summed over the 120 outputs."),
                ),
                rtol=DRAWS,
            ),
        }
    ),
    "new-inputs": Values(
        {
            "bias², q = 10": Value(0.0, atol=0.05),
            "variance, q = 10": Value(
                10 / 9,
                (
                    (0.5, "That counts fixed inputs and a sum over the data."),
                    (1.0, "The inputs are redrawn, and the inverse of their square is skewed."),
                ),
                rtol=0.05,
            ),
            "bias², q = 160": Value(
                7.65625,
                (
                    (8.75, "That is with fixed inputs: there the share is not squared."),
                    (1.25, "That is what the inputs show; the rest is missed."),
                    (0.15625, "That is the square of what the inputs show."),
                    (0.765625, "The truth has the squared length 10."),
                ),
                rtol=0.02,
            ),
            "variance, q = 160": Value(
                1.2376,
                (
                    (0.1439, "That is the part of the noise. The inputs change, too."),
                    (1.09375, "That is the part of the inputs. There is noise, too."),
                ),
                rtol=0.05,
            ),
        }
    ),
    "right-tie": Values(
        {
            "untied": Value(
                0.875,
                (
                    (0.125, "That is the share that the fit finds."),
                    (0.0, "That is at the inputs of the training set."),
                    (0.765625, "The average is over the squared errors, not of the mean fit."),
                ),
                rtol=0.02,
            ),
            "tied": Value(
                0.0,
                (
                    (0.875, "Twenty data are enough for ten numbers."),
                    (0.5, "Twenty data are enough for ten numbers."),
                ),
                atol=1e-6,
            ),
        }
    ),
    "window": Rule(_window),
    "relatives": Values(
        {
            "fixed": Value(
                0.65625,
                (
                    (0.75, "That is the limit of random values."),
                    (0.875, "The correlation is missing."),
                    (1.0, "Correlation and the factor 1 - 1/T are missing."),
                ),
            ),
            "random": Value(
                0.75,
                (
                    (0.65625, "That is the limit of fixed values; here the factor cancels."),
                    (1.0, "The correlation is missing."),
                ),
            ),
            "walk": Value(
                0.3,
                (
                    (0.4, "The correlation is missing."),
                    (0.75, "A value near the end of the walk has seen nearly all steps."),
                    (0.65625, "A value near the end of the walk has seen nearly all steps."),
                ),
            ),
        }
    ),
}
