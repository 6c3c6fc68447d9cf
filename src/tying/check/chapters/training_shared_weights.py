"""Exercises of the chapter *Training shared weights*."""

import numpy as np

from tying.check.entries import Rule, Value, Values


def _cosine(cosine: np.ndarray) -> str:
    """What is wrong with the cosine of the two directions."""
    if abs(cosine) > 1 + 1e-6:
        return "A cosine lies between -1 and 1: divide by both lengths."
    if cosine > 0.999:
        return "The two directions are not parallel: only the block's part is divided."
    if cosine <= 0:
        return "All parts keep their signs, so the cosine is above zero."
    return ""


def _lengths(errors: np.ndarray) -> str:
    """What is wrong with the relative errors at 5, 10, 20 and 400 numbers."""
    if errors.min() < 0:
        return "Take the distance, not the difference."
    if errors[1] > 0.1:
        return "At the length of the training the error is below 0.1: train longer."
    if (errors[[0, 2, 3]] < 0.3).any():
        return "At other lengths it is larger. Divide by the mean sum, which is half the length."
    return ""


STEP = "That rate leads to the minimum; up to twice as far the loss is lower."

EXERCISES = {
    "divided": Values(
        {
            "cosine": Rule(_cosine),
            "another rate": Value(
                False, ((True, "A rate changes the length of a step, not its direction."),)
            ),
            "falls": Value(
                True,
                ((False, "Each parameter still goes down: try a small step."),),
            ),
        }
    ),
    "largest-rate": Values(
        {
            "first part": Value(1 / 3, ((1 / 6, STEP), (1.0, "That is the second part."))),
            "second part": Value(1.0, ((1 / 2, STEP), (1 / 3, "That is the first part."))),
            "total": Value(
                0.25,
                (
                    (0.125, STEP),
                    (0.5, "The curvatures of the parts add up; their mean is not taken."),
                    (1 / 3, "That is the limit of the steeper part alone."),
                    (4 / 3, "The curvatures add up, not the limits."),
                ),
            ),
            "both at once": Value(
                False, ((True, "Look at the two slopes at the start: they have different signs."),)
            ),
        }
    ),
    "autoencoder": Values(
        {
            "without decay": Value(
                [1.0, 1.0, 1.0],
                (
                    (
                        lambda given: np.ptp(np.asarray(given)) > 0.01,
                        "They become equal: train longer, or with a smaller rate.",
                    ),
                ),
                rtol=1e-3,
            ),
            "with decay": Value(
                [0.9486833, 0.9128709, 0.8660254],
                (
                    ([0.8944272, 0.8164966, 0.7071068], "That is twice the decay."),
                    ([1.0, 1.0, 1.0], "That is without decay: each use still pulls."),
                    ([0.8, 0.6666667, 0.5], "Those are the squares, with twice the decay."),
                ),
                rtol=1e-3,
            ),
        }
    ),
    "other-lengths": Rule(_lengths, (4,)),
    "sparse": Values(
        {
            "writing": Value(
                "strided",
                (("sparse_coo", "Every word has a probability, so no row of it is empty."),),
            ),
            "reading": Value(
                "sparse_coo", (("strided", "Only the rows that were read are in it."),)
            ),
            "sum": Value(
                "strided", (("sparse_coo", "One of the two has no empty row. What is the sum?"),)
            ),
        }
    ),
}
