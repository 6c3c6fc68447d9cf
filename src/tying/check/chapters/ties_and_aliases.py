"""Exercises of the chapter *Ties and aliases*."""

from tying.check.entries import Value, Values
from tying.scale import scaled

EXERCISES = {
    "colleagues": Values(
        {
            "first": Value(
                "alias",
                (
                    ("tied", "Two objects look at one storage. How many does an optimiser see?"),
                    ("separate", "An edit of one is seen in the other."),
                ),
            ),
            "second": Value(
                "separate",
                (
                    ("alias", "A clone has a storage of its own."),
                    ("tied", "Equal values are not enough."),
                ),
            ),
            "third": Value(
                "tied",
                (
                    ("alias", "How many Parameter objects are there?"),
                    ("separate", "The line puts an object, not its values."),
                ),
            ),
        }
    ),
    "decay": Values(
        {
            "tie": Value(
                2 / 3,
                (
                    (1.0, "That is where it stops without decay."),
                    (0.5, "A tie takes one step, so it decays once."),
                ),
                rtol=0.01,
            ),
            "alias": Value(
                0.5,
                (
                    (2 / 3, "Each of the two objects decays."),
                    (1.0, "That is where it stops without decay."),
                ),
                atol=0.03,
            ),
        }
    ),
    "symmetry": Value(
        7,
        (
            (8, "That works, and one less is enough."),
            (1, "The units that you leave alone still equal one another."),
            (4, "The units that you leave alone still equal one another."),
            (6, "Two units are left alone, and they stay equal."),
        ),
    ),
    "signal": Values(
        {
            "0.01": Value(
                lambda: 0.01 * (scaled(256) / 2) ** 0.5,
                (
                    (0.16, "That is the factor without a ReLU, which keeps half of the square."),
                    (0.01, "An output is a sum of 256 products."),
                    (2.9e-10, "That is left after ten layers; the factor is its tenth root."),
                ),
                rtol=0.07,
            ),
            "Xavier": Value(
                0.5**0.5,
                (
                    (1.0, "A ReLU keeps half of the mean square."),
                    (0.5, "That is the factor of the mean square; the root is wanted."),
                    (0.5**5, "That is left after ten layers; the factor is its tenth root."),
                ),
                rtol=0.07,
            ),
            "He": Value(
                1.0,
                (
                    (0.5**0.5, "That is Xavier's. He's squares are twice as large."),
                    (2**0.5, "The ReLU halves the mean square once more."),
                ),
                rtol=0.07,
            ),
        }
    ),
}
