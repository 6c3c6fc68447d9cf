"""The problem *How much rank does a norm buy?*."""

from collections.abc import Mapping

from tying.check.entries import Case, Function, Value

LAYERS = "The shared matrix counts once for each layer."
LAYERS_RULE = "Is the budget that of one layer, or of all of them?"
WHOLE_RULE = "A rank is a whole number; these decisions round it."
FITS_RULE = "Does this rank fit into the dimension?"
ALWAYS = "One decision for all cases: a rank is a whole number, and at most the dimension."
REVERSED = "These decisions are the wrong way round in every case."
ROOT = "The budget is a squared norm already: no root is needed."
ENTRIES = "That is a share of all entries of the matrix. There are as many singular values as rows."
LEFT = "That is the part of the singular values which is 0."
POWER = "The singular values that pass do not shrink from layer to layer."
ALIKE = "The singular values are not all alike: some directions pass, and the others do not."
SMALLEST_FIRST = "The largest comes first."

Mistakes = Mapping[float, str]
"""Sentences by the wrong numbers that they belong to."""


def _number(setting: tuple[int, int, int], right: float, mistakes: Mistakes) -> Case:
    return Case(lambda: setting, Value(right, tuple(mistakes.items()), alone=True))


def _possible(setting: tuple[int, int, int], right: bool) -> Case:
    return Case(lambda: setting, Value(right))


EXERCISES = {
    "possible": Function(
        "possible(d, B, L)",
        (
            _possible((9, 12, 3), True),
            _possible((9, 14, 3), False),
            _possible((4, 30, 5), False),
            _possible((20, 7, 2), False),
            _possible((7, 7, 1), True),
        ),
        patterns=(
            ((False, False, False, True, True), LAYERS_RULE),
            ((True, True, False, True, True), WHOLE_RULE),
            ((True, False, True, False, True), FITS_RULE),
            ((True, True, True, True, True), ALWAYS),
            ((False, False, False, False, False), ALWAYS),
            ((False, True, True, True, False), REVERSED),
        ),
    ),
    "rank": Function(
        "rank(d, B, L)",
        (
            _number((9, 12, 3), 4, {12: LAYERS, 2: ROOT, 3: ROOT}),
            _number((11, 45, 5), 9, {}),
        ),
    ),
    "alpha": Function(
        "alpha(d, B, L)",
        (
            _number(
                (8, 18, 3),
                0.75,
                {2.25: LAYERS, 0.09375: ENTRIES, 0.28125: ENTRIES, 0.25: LEFT, 0.421875: POWER},
            ),
            _number((11, 45, 5), 0.8181818181818182, {}),
        ),
    ),
    "spectrum": Function(
        "singular_values(d, B, L)",
        (
            Case(
                lambda: (4, 9, 3),
                Value(
                    [1.0, 1.0, 1.0, 0.0],
                    (
                        ([0.421875, 0.421875, 0.421875, 0.421875], ALIKE),
                        ([0.75, 0.75, 0.75, 0.75], ALIKE),
                        ([0.5625, 0.5625, 0.5625, 0.0], POWER),
                        ([0.421875, 0.421875, 0.421875, 0.0], POWER),
                        ([0.0, 1.0, 1.0, 1.0], SMALLEST_FIRST),
                    ),
                ),
            ),
            Case(lambda: (3, 2, 2), Value([1.0, 0.0, 0.0])),
        ),
    ),
}
