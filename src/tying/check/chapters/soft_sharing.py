"""Exercises of the chapter *How hard must a tie be?*."""

from tying.check.entries import Value, Values

STIFFER = "More springs at a value make the loss more curved, not less."

EXERCISES = {
    "gap": Value(
        [2.3542, 3.2396, 4.1251],
        (
            ([1.6, 2.5, 3.6], "Those are the measurements that were lost."),
            ([0.6784, 1.07, 1.9966], "A lost measurement is not a measurement of zero."),
            ([1.9343, 2.7781, 3.7609], "The lost measurements have the precision 0."),
            (
                [2.091, 3.0778, 4.0646],
                "Is that a spring of precision 0.5? Its variance is 0.5, so the precision is 2.",
            ),
        ),
        rtol=1e-3,
    ),
    "convention": Values(
        {
            "yours": Value(
                1.25,
                (
                    (12.5, "That belongs to the negative log likelihood."),
                    (0.8, "It is the other way up: a strong spring has a small variance."),
                    (0.625, "Your squared errors have no factor one half."),
                ),
            ),
            "hers": Value(
                12.5,
                (
                    (25.0, "That is the precision of the prior. The penalty has no half in it."),
                    (1.25, "That belongs to the plain sum of squares."),
                    (0.02, "It is the other way up: a strong spring has a small variance."),
                ),
            ),
        }
    ),
    "six": Values(
        {
            "rate": Value(
                2 / 1201,
                (
                    (2 / 401, "That is the limit for two values."),
                    (2 / 601, "The derivative of a square has a factor 2."),
                    (2 / 1200, "The losses themselves have curvature, too."),
                    (2 / 1001, "Is one of the six missing? The largest eigenvalue counts all."),
                    (2 / 3001, "No single direction feels all pairs with full weight."),
                ),
                rtol=1e-4,
            ),
            "chain": Value(True, ((False, STIFFER),)),
        }
    ),
    "mirror": Values(
        {
            "as they are": Value(
                2.0,
                (
                    (1.0, "There are two losses: take their sum."),
                    (0.0, "Look at the losses while the two copies move, not at the ends alone."),
                ),
                rtol=1e-3,
            ),
            "signs changed": Value(
                0.0,
                ((2.0, "Change both signs of the second copy: where is it then?"),),
                atol=1e-6,
            ),
        }
    ),
}
