"""Exercises of the chapter *Counting parameters*."""

from tying.check.entries import Value, Values

EXERCISES = {
    "three-slots": Values(
        {
            "stored": Value(
                745,
                (
                    (1585, "That counts every slot. The middle layer is stored once."),
                    (700, "The biases are missing."),
                ),
            ),
            "by slot": Value(
                1585,
                (
                    (745, "That counts what is stored. By slot, a layer counts in each place."),
                    (1500, "The biases are missing."),
                    (1165, "The middle layer stands in three places."),
                ),
            ),
        }
    ),
}
