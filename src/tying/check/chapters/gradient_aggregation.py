"""Exercises of the chapter *Gradient aggregation*."""

from tying.check.entries import Case, Function, Value, Values, tensor

SIZE = "Is each factor there: what comes back from y, the weight v, and the slope of the sine?"

EXERCISES = {
    "bias": Function(
        "bias_gradient(W, v, b, x, t)",
        (
            Case(
                lambda: (
                    tensor([[1.0, 0.0], [0.0, 1.0]]),
                    tensor([1.0, 2.0]),
                    tensor(0.0),
                    tensor([0.5, -0.5]),
                    tensor(1.0),
                ),
                Value(
                    -3.8949541628829634,
                    (
                        (-2.5966361085886422, "That is the contribution of the last neuron alone."),
                        (
                            -1.2983180542943211,
                            "That is the contribution of the first neuron alone.",
                        ),
                        (3.3712595402131837, "The contributions are added, not multiplied."),
                        (2.6327476856711183, SIZE),
                        (-4.438276615812609, SIZE),
                    ),
                    terms=2,
                ),
            ),
            Case(
                lambda: (
                    tensor(
                        [
                            [1.0, -1.0, 0.5],
                            [0.0, 2.0, 1.0],
                            [0.3, 0.3, -2.0],
                            [1.0, 1.0, 1.0],
                            [-1.0, 0.5, 0.0],
                        ]
                    ),
                    tensor([1.0, -1.0, 2.0, 0.5, -2.0]),
                    tensor(0.25),
                    tensor([0.2, 0.4, -0.6]),
                    tensor(-0.5),
                ),
                Value(
                    -2.1692083266840383,
                    (
                        (-2.796321006455295, "That is the contribution of the last neuron alone."),
                        (-1.5032415006362956, SIZE),
                        (0.7215102582538636, SIZE),
                    ),
                    terms=5,
                ),
            ),
        ),
    ),
    "mirror": Values(
        {
            "symmetric": Value(
                [3.0, 1.0],
                (
                    ([1.5, 1.0], "That is the mean of the two uses; a tie receives their sum."),
                    ([4.0, 1.0], "The second use of the number is missing."),
                    ([5.0, 1.0], "Both ends enter with the same sign here."),
                    ([4.0, 1.0, -1.0], "Only two numbers are stored."),
                ),
            ),
            "antisymmetric": Value(
                5.0,
                (
                    (3.0, "The last weight is minus the stored number, and so is its slope."),
                    (2.5, "That is the mean of the two uses; a tie receives their sum."),
                    (4.0, "The second use of the number is missing."),
                    (6.0, "The weight in the middle does not depend on the stored number."),
                ),
            ),
        }
    ),
    "power": Values(
        {
            "one use": Value(
                16.0,
                (
                    (80.0, "That is what all uses contribute together."),
                    (32.0, "That is the value of the chain; one factor is nudged, and is missing."),
                    (2.0, "The four other factors stand around this one."),
                ),
            ),
            "w": Value(
                80.0,
                (
                    (16.0, "That is one use. The number receives the sum."),
                    (32.0, "That is the value of the chain."),
                    (160.0, "The power falls by one when it is differentiated."),
                ),
            ),
        }
    ),
    "columns": Function(
        "by_columns(W, x, Z1)",
        (
            Case(
                lambda: (
                    tensor([[1.0, 2.0], [3.0, 4.0]]),
                    tensor([5.0, 6.0]),
                    tensor([7.0, 8.0]),
                ),
                Value(
                    [[12.0, 10.0, 14.0, 12.0], [15.0, 27.0, 18.0, 32.0]],
                    (
                        (
                            [[12.0, 14.0, 10.0, 12.0], [15.0, 18.0, 27.0, 32.0]],
                            "That reads the matrix row by row.",
                        ),
                        (
                            [[7.0, 0.0, 8.0, 0.0], [0.0, 7.0, 0.0, 8.0]],
                            "That is the term of the second use alone.",
                        ),
                        (
                            [[5.0, 10.0, 6.0, 12.0], [15.0, 20.0, 18.0, 24.0]],
                            "That is the term of the first use alone.",
                        ),
                        (
                            [[12.0, 0.0, 14.0, 0.0], [0.0, 12.0, 0.0, 14.0]],
                            "What the first use gives still passes through the matrix.",
                        ),
                    ),
                ),
            ),
            Case(
                lambda: (
                    tensor([[0.0, 1.0], [-1.0, 0.0]]),
                    tensor([1.0, 0.0]),
                    tensor([0.5, -2.0]),
                ),
                Value([[0.5, 1.0, -2.0, 0.0], [-1.0, 0.5, 0.0, -2.0]]),
            ),
        ),
    ),
}
