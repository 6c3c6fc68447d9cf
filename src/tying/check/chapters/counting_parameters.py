"""Exercises of the chapter *Counting parameters*."""

from tying.check.entries import Value, Values

EXERCISES = {
    "three-places": Values(
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
    "nested": Values(
        {
            "what fails": Value(
                "run",
                (
                    ("build", "Nothing compares shapes until data pass through."),
                    ("neither", "Let two rows of four numbers pass through the model."),
                ),
            ),
            "width": Value(
                4,
                (
                    (16, "That is the width that does not fit. What does the next block take?"),
                    (32, "It repairs the blocks only if their first layers change, too."),
                ),
            ),
            "path": Value(
                "0.block_1.0.bias",
                (
                    ("block_1.0.bias", "The blocks stand inside a module of the model."),
                    ("0.block_2.0.bias", "The blocks are counted from 0."),
                    ("0.1.0.bias", "The block was added by a name, and that is in the path."),
                    ("0.block_1.1.bias", "That is the ReLU; the first layer has the number 0."),
                    ("0.block_1.0.weight", "That is the matrix of the layer."),
                ),
            ),
        }
    ),
    "transposed": Values(
        {
            "stored": Value(
                84,
                (
                    (148, "That counts the matrix twice; the decoder computes its own from it."),
                    (64, "The biases are missing."),
                    (68, "The bias of the decoder is missing."),
                ),
            ),
            "names": Value(
                "0.weight 0.bias 1.bias",
                (
                    (
                        "0.weight 0.bias 1.weight 1.bias",
                        "A transposed tie stores one matrix, under one name.",
                    ),
                ),
            ),
            "stored after untying": Value(
                148,
                (
                    (84, "That is what was stored before. Untying makes a copy."),
                    (128, "The biases are missing."),
                ),
            ),
        }
    ),
    "listed-twice": Values(
        {
            "listed twice": Value(
                0.6,
                (
                    (0.8, "That is one update. The optimiser goes through its whole list."),
                    (0.64, "The second update subtracts the same gradient, not a new one."),
                ),
            ),
            "repaired": Value(
                0.8,
                (
                    (0.6, "Now the list has the object once."),
                    (0.9, "The gradient of the square is twice its argument."),
                ),
            ),
        }
    ),
}
