"""Exercises of the chapter *Bias and variance*."""

import torch

from tying.check.entries import Case, Function, Value, Values, tensor

DRAWS = 0.03 if torch.get_default_device().type == "cpu" else 0.3
"""Tolerance of what depends on random signals: other devices draw other ones."""

SPREAD = "Its spread divides by T - 1; the rule for fixed values divides by T."
OWN = "Each time has a variance of its own; the risk is a mean over the times."
SUMMED = "The variances are summed; the risk is a mean over the times."

EXERCISES = {
    "decide": Function(
        "decide(theta, v)",
        (
            Case(
                lambda: (tensor([0.6, -0.6]), tensor([0.5, 1.5])),
                Values(
                    {
                        "separate": Value(1.0, ((0.86, "The separate risk comes first."),)),
                        "tied": Value(
                            0.86,
                            (
                                (1.22, SPREAD),
                                (0.5, "The values differ, so the mean has a bias."),
                                (0.36, "The mean has a variance, too."),
                                (1.36, "The mean of two estimates has less variance than one."),
                            ),
                        ),
                        "saved": Value(
                            0.5,
                            ((1.0, "The mean keeps a part of the variance."),),
                        ),
                        "tie": Value(
                            True, ((False, "Compare the spread, with 1/T, with what a tie saves."),)
                        ),
                    }
                ),
            ),
            Case(
                lambda: (tensor([0.8, -0.8]), tensor([0.5, 1.5])),
                Values(
                    {
                        "separate": Value(1.0),
                        "tied": Value(1.14, ((1.78, SPREAD),)),
                        "saved": Value(0.5),
                        "tie": Value(
                            False,
                            (
                                (
                                    True,
                                    "The spread is below the separate risk, and above the saving.",
                                ),
                            ),
                        ),
                    }
                ),
            ),
            Case(
                lambda: (tensor([0.0, 0.3, 1.2, 2.0]), tensor([2.0, 0.4, 0.4, 1.2])),
                Values(
                    {
                        "separate": Value(1.0, ((2.0, OWN), (4.0, SUMMED))),
                        "tied": Value(0.866875, ((1.0725, SPREAD), (1.616875, SUMMED))),
                        "saved": Value(
                            0.75,
                            ((0.25, "That is the variance of the mean, which is left over."),),
                        ),
                        "tie": Value(True),
                    }
                ),
            ),
        ),
    ),
    "break-even": Values(
        {
            "at h = 0.3": Value(
                13.1,
                (
                    (14.56, "The tie does not save all of 3/N: it keeps 0.3/N."),
                    (52.4, "That is the number for half of h."),
                ),
                rtol=DRAWS,
            ),
            "at half of h": Value(
                52.4,
                (
                    (26.2, "Half of h is a quarter of the squared bias."),
                    (6.55, "With less bias, separate kernels win later."),
                    (3.27, "With less bias, separate kernels win later."),
                    (13.1, "The bias changes with h."),
                ),
                rtol=DRAWS,
            ),
        }
    ),
    "few-data": Value(
        0.414,
        (
            (0.436, "The tie does not save all of 3/N: it keeps 0.3/N."),
            (0.171, "That is the square of h."),
            (0.31, "That is the limit with twelve signals."),
        ),
        rtol=DRAWS,
    ),
    "pairs": Values(
        {
            "variance": Value(
                0.125,
                (
                    (0.25, "That is the variance of ten kernels."),
                    (0.025, "That is the variance of one kernel."),
                    (15.0, "That counts the dimensions; divide by the 120 outputs."),
                ),
            ),
            "share of the bias": Value(
                0.53,
                (
                    (0.114, "That is the squared bias itself; divide it by that of one kernel."),
                    (1.0, "Five kernels follow a part of the differences."),
                ),
                rtol=max(0.1, DRAWS),
            ),
        }
    ),
}
