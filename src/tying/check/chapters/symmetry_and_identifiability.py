"""Exercises of the chapter *What can a tied network not tell apart?*."""

from tying.check.entries import Case, Function, Value, Values, tensor

MIXTURE = "A mixture of units does not pass through an activation."
ROTATIONS = "These would be the rotations of a linear network."
SCALE = "Does a positive factor pass through this activation?"
NO_RELU = "A positive factor passes through ReLU: the next layer can take it back."
ONE_SCALE = "Each unit has a factor of its own."
ORDERS = "Orders are no directions: from one order to the next there is no small step."

EXERCISES = {
    "scales": Values(
        {
            "relu": Value(
                3,
                ((0, NO_RELU), (1, ONE_SCALE), (9, MIXTURE), (6, ORDERS)),
            ),
            "tanh": Value(0, ((3, SCALE), (9, MIXTURE), (6, ORDERS))),
        }
    ),
    "both-signs": Value(
        3,
        (
            (0, "The rows are linearly dependent here, and the network is linear after all."),
            (15, "A rotation of all six units mixes each unit with others than its negative."),
            (6, "A rotation turns planes: count the pairs of axes of the code of W."),
            (9, "The tie allows rotations only, and not every invertible matrix."),
        ),
    ),
    "flip": Function(
        "flip(W, b, c, i)",
        (
            Case(
                lambda: (
                    tensor([[1.0, 2.0], [3.0, -1.0]]),
                    tensor([0.5, -0.25]),
                    tensor([10.0, 20.0]),
                    1,
                ),
                Values(
                    {
                        "W": Value(
                            [[1.0, 2.0], [-3.0, 1.0]],
                            (([[-1.0, -2.0], [3.0, -1.0]], "That is the other row."),),
                        ),
                        "b": Value(
                            [0.5, 0.25],
                            (([0.5, -0.25], "The sum of the unit has to change its sign."),),
                        ),
                        "c": Value(
                            [13.0, 19.0],
                            (
                                ([10.0, 20.0], "The unit gives 1 less its value, and 1 is left."),
                                ([7.0, 21.0], "Look at the sign of what is left over."),
                            ),
                        ),
                    },
                    form="tuple",
                ),
            ),
        ),
    ),
    "saddle": Values(
        {
            "above": Value(
                1.0,
                (
                    (2.75, "That is the loss itself, and not its distance from the minimum."),
                    (2.0, "At the minimum a variance is dropped, too: the other one."),
                    (0.0, "Another direction is dropped than at the minimum."),
                ),
            ),
            "downwards": Value(
                1,
                (
                    (
                        0,
                        "Rotate the worst direction that is kept towards the best one dropped.",
                    ),
                    (3, "Only a direction of larger variance lowers the loss."),
                    (2, "Only a direction of larger variance lowers the loss."),
                ),
            ),
        }
    ),
    "oblique": Values(
        {
            "budget": Value(
                10.0,
                ((10.0**0.5, "The norm is wanted squared."), (4.0, "Square the entries first.")),
            ),
            "rank": Value(1, ((2, "One row is zero."), (10, "It is not symmetric."))),
            "values": Value(
                [10.0**0.5, 0.0],
                (
                    ([1.0, 0.0], "These are its eigenvalues. It is not symmetric."),
                    ([10.0, 0.0], "That is the squared one."),
                    ([10.0**2.5, 0.0], "The matrix times itself is the matrix."),
                ),
            ),
        }
    ),
}
