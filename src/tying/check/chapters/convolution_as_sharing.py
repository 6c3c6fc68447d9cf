"""Exercises of the chapter *Convolution as sharing*."""

import numpy as np

from tying.check.entries import Rule, Value, Values

MACS = (
    (7200, "Count the bias as no multiply-add, and every place with all its 9 weights."),
    (30, "Every place multiplies by all weights of its window."),
    (36, "That is one place. The kernel is applied at every place."),
    (8400, "A bias is added and not multiplied."),
)


def _corner(responses: np.ndarray) -> str:
    """What is wrong with the 81 responses of a network that finds the first corner."""
    positive = np.flatnonzero(responses > 1e-6).tolist()
    if positive == [0]:
        return ""
    if not positive:
        return "It answers to no pixel."
    if 0 not in positive:
        return "It does not answer to the corner, which is the first of the 81 pixels."
    return f"It answers to {len(positive)} pixels, not to the corner alone."


def _last_corner(responses: np.ndarray) -> str:
    """What is wrong with the responses of a network that finds the bottom-right corner."""
    if responses[0, 0] > 1e-6 and responses[-1, -1] <= 1e-6:
        return "It answers to the top-left corner; look at the neighbours on the other sides."
    return _corner(responses[::-1, ::-1].ravel()).replace("first", "last")


def _every_corner(responses: np.ndarray) -> str:
    """What is wrong with the responses of a network that finds all four corners."""
    wanted = np.zeros((9, 9), dtype=bool)
    wanted[[0, 0, -1, -1], [0, -1, 0, -1]] = True
    found = responses > 1e-6
    if not (found & wanted).all(where=wanted):
        return "It does not answer to every corner."
    if (found & ~wanted).any():
        return "It answers to pixels that are no corner, such as those on an edge."
    return ""


EXERCISES = {
    "by-hand": Values(
        {
            "height": Value(
                14,
                (
                    (13, "The padding is missing."),
                    (28, "That is the size at stride 1."),
                    (15, "That is the width. Height comes first."),
                ),
            ),
            "width": Value(
                15,
                (
                    (14, "That is the height, or the padding is missing."),
                    (30, "That is the size at stride 1."),
                ),
            ),
            "convolution": Value(
                40,
                (
                    (36, "The biases are missing."),
                    (37, "Every one of the four channels has a bias."),
                    (8400, "That is the locally connected twin."),
                    (10, "That is one of the four channels."),
                ),
            ),
            "twin": Value(
                8400,
                (
                    (7560, "The biases are missing."),
                    (7564, "The twin has a bias for each output, not for each channel."),
                    (33600, "That counts the places at stride 1."),
                    (40, "That is the convolution. The twin has weights of its own everywhere."),
                ),
            ),
            "multiply-adds of the convolution": Value(7560, MACS),
            "multiply-adds of the twin": Value(7560, MACS),
        }
    ),
    "reach": Values(
        {
            "stride 1": Value(
                16,
                (
                    (15, "With that many layers one pixel is missing."),
                    (11, "The windows of two layers overlap: a layer adds two pixels, not three."),
                    (31, "Each layer adds a pixel on both sides."),
                ),
            ),
            "stride 2 first": Value(
                9,
                (
                    (8, "With that many layers one pixel is missing."),
                    (16, "That is stride 1. Behind a stride of 2, a step is two pixels."),
                    (5, "Only the first layer has stride 2."),
                ),
            ),
        }
    ),
    "product": Value(
        [3.0, 10.0, 13.0, 10.0],
        (
            ([6.0, 11.0, 14.0, 5.0], "The kernel is not flipped: that is another product."),
            ([10.0, 13.0, 10.0, 3.0], "The highest power comes last."),
            ([10.0, 13.0], "The ends are missing; pad the factor."),
            ([11.0, 14.0], "The kernel is not flipped, and the ends are missing."),
        ),
    ),
    "corners": Values(
        {
            "bottom right": Rule(_last_corner, (9, 9)),
            "any corner": Rule(_every_corner, (9, 9)),
        }
    ),
    "head": Rule(_corner, (81,)),
    "deep": Values(
        {
            "shared by the blocks": Value(
                0,
                (
                    (3, "Look into the ledger: which kernels are one object?"),
                    (187658, "That is all that the model stores."),
                    (23472, "Those are all kernels. Which of them are one object?"),
                ),
            ),
            "pixels behind the pooling": Value(
                13,
                (
                    (16, "That is with padding 1."),
                    (26, "That is before the pooling."),
                    (169, "That counts the places; along one side is wanted."),
                ),
            ),
            "uses of the kernel": Value(
                3,
                (
                    (1, "It has one slot, and is used by every call."),
                    (192, "The 64 places of each call lie inside a single use."),
                ),
            ),
        }
    ),
    "delay": Values(
        {
            "same": Value(False, ((True, "Sharing over time does not make an output invariant."),)),
            "moved, without bias": Value(
                True, ((False, "Zeros leave a state of zeros as it is, if no bias is added."),)
            ),
            "moved, with bias": Value(
                False, ((True, "What does the bias do to the state while zeros come in?"),)
            ),
        }
    ),
}
