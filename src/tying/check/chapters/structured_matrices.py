"""Exercises of the chapter *Structured matrices*."""

from tying.check.entries import Case, Function, Value, Values, tensor

FLIPPED = "Divide by the eigenvalues of a cross-correlation: which sign has the exponent in them?"
SHIFTED = "The image is there, but moved: the middle weight belongs to the output's own pixel."
FORWARD = "That applies the layer once more. It has to be undone."
BLOCK_SUM = "An entry is a product of two numbers: the other one is a factor of what comes back."
OTHER_FACTOR = "That is what the second matrix receives."
AVERAGED = "That is the mean over a block. The gradient is the sum."
OTHER_BLOCKS = "Those are the entries of the other Kronecker product, with both factors exchanged."

EXERCISES = {
    "by-hand": Values(
        {
            "places": Value(
                [4, 5, 4],
                (
                    ([5, 5, 5], "At the ends of the row a weight meets a zero that is no pixel."),
                    ([3, 3, 3], "Those are the places without padding."),
                    ([4, 4, 4], "The weight in the middle never meets the padding."),
                ),
            ),
            "gradient": Value(
                [2.0, -4.0, 4.0],
                (
                    ([0.5, -0.8, 1.0], "Those are the means over the places."),
                    ([4.0, -4.0, 2.0], "Those are the gradients in the opposite order."),
                ),
            ),
        }
    ),
    "some-shifts": Values(
        {
            "by three": Value(
                36,
                (
                    (48, "How many shifts are there? Three is the step from one to the next."),
                    (12, "That is the number for all shifts."),
                    (144, "Then no two entries would have to be equal."),
                ),
            ),
            "by two": Value(
                24,
                (
                    (72, "How many shifts are there? Two is the step from one to the next."),
                    (12, "That is the number for all shifts."),
                ),
            ),
        }
    ),
    "twice": Values(
        {
            "five": Value(
                [0.0625, 0.25, 0.375, 0.25, 0.0625],
                (
                    ([1.0, 4.0, 6.0, 4.0, 1.0], "Both blurs divide, too."),
                    ([0.25, 1.0, 1.5, 1.0, 0.25], "Both blurs divide, and not only one of them."),
                ),
            ),
            "entries": Value(
                2,
                (
                    (0, "On a ring none differs. Look at the ends of the row."),
                    (4, "Which pixels reach the place just outside the image?"),
                    (1, "The row has another end."),
                ),
            ),
        }
    ),
    "undo": Function(
        "undo(y, kernel)",
        (
            Case(
                lambda: (tensor([5.0, 7.0, 2.5, -4.5, 7.5]), tensor([1.0, 3.0, -0.5])),
                Value(
                    [1.0, 2.0, 0.0, -1.0, 3.0],
                    (
                        (
                            [1.306037474, 1.9646079112, 1.7591950035, -1.7952810548, 1.7654406662],
                            FLIPPED,
                        ),
                        (
                            [1.9646079112, 1.7591950035, -1.7952810548, 1.7654406662, 1.306037474],
                            FLIPPED,
                        ),
                        ([3.0, 1.0, 2.0, 0.0, -1.0], SHIFTED),
                        ([2.0, 0.0, -1.0, 3.0, 1.0], SHIFTED),
                        ([19.0, 24.75, 16.75, -14.75, 15.5], FORWARD),
                    ),
                ),
            ),
            Case(
                lambda: (tensor([8.0, 5.0, 4.0, -1.0]), tensor([2.0, 5.0, 1.0])),
                Value([2.0, 0.0, 1.0, -1.0]),
            ),
        ),
    ),
    "kronecker": Function(
        "left_gradient(G, B, C)",
        (
            Case(
                lambda: (
                    tensor([[1.0, 2, 0, -1], [3, 1, 2, 0], [0, 1, -2, 4], [2, -1, 1, 3]]),
                    tensor([[1.0, -1], [2, 0]]),
                    tensor([[2.0, 1], [0, -3]]),
                ),
                Value(
                    [[1.0, -1.0], [4.0, -9.0]],
                    (
                        ([[7.0, 1.0], [2.0, 6.0]], BLOCK_SUM),
                        ([[1.0, 5.0], [5.0, -1.0]], OTHER_FACTOR),
                        ([[0.25, -0.25], [1.0, -2.25]], AVERAGED),
                        ([[8.0, -9.0], [5.0, -7.0]], OTHER_BLOCKS),
                    ),
                ),
            ),
            Case(
                lambda: (
                    tensor([[7.0 * k % 11 - 5 for k in range(6 * i, 6 * i + 6)] for i in range(6)]),
                    tensor([[1.0, 0], [2, -1]]),
                    tensor([[1.0, 2, 0], [0, -1, 1], [3, 0, 1]]),
                ),
                Value([[6.0, 10.0], [-25.0, -32.0]]),
            ),
        ),
    ),
}
