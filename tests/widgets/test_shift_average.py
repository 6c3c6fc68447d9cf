"""The average over shifts: the page against torch, its answers, and its picture."""

from __future__ import annotations

import itertools

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.structured import average_over_shifts, circulant
from tying.widgets.shift_average import ShiftAverage
from tying.widgets.shift_average.answer import MATRIX, SIZE, STEPS

AVERAGES = Module(WIDGETS / "shift_average" / "averages.js")
WORDS = Module(WIDGETS / "shift_average" / "words.js")
LIMIT = 35_000  # bytes of the linked script

SETTINGS = [
    ShiftAverage(k, step, entry).setting
    for step in STEPS
    for k, entry in itertools.product(range(SIZE // step), (0, 17))
]
B = torch.tensor(MATRIX, dtype=torch.float64)


def test_the_page_finds_what_torch_finds():
    found = AVERAGES.starmap("answerOf", [(setting, MATRIX) for setting in SETTINGS])
    for setting, answer in zip(SETTINGS, found, strict=True):
        expected = ShiftAverage(**setting).answer()
        assert answer["moved"] == expected["moved"]
        torch.testing.assert_close(
            torch.tensor(answer["average"], dtype=torch.float64),
            torch.tensor(expected["average"], dtype=torch.float64),
        )


@pytest.mark.parametrize("step", STEPS)
def test_the_last_average_is_that_over_the_group(step):
    last = ShiftAverage(SIZE // step - 1, step).answer()["average"]
    expected = average_over_shifts(B, (SIZE,), step=step)
    torch.testing.assert_close(torch.tensor(last, dtype=torch.float64), expected)
    assert circulant(SIZE).contains(expected) == (step == 1)


def test_the_matrix_that_is_added_is_that_of_the_products():
    S = torch.eye(SIZE, dtype=torch.float64).roll(1, 0)
    moved = torch.linalg.matrix_power(S, 4) @ B @ torch.linalg.matrix_power(S.T, 4)
    assert ShiftAverage(2, 2).answer()["moved"] == moved.tolist()


def test_the_marked_entries_are_those_that_become_equal():
    for setting in SETTINGS:
        step, entry = setting["step"], setting["entry"]
        places = AVERAGES.call("orbitOf", setting, MATRIX)
        average = average_over_shifts(B, (SIZE,), step=step)
        equal = (average - average.flatten()[entry]).abs() < 1e-9
        assert len(places) == SIZE // step == AVERAGES.call("shiftsOf", setting, MATRIX)
        assert all(equal[i, j] for i, j in places)
        assert places[0] == list(divmod(entry, SIZE))
        # the chosen entry of B stands where the widget marks it among the moved ones
        i, j = places[setting["k"]]
        assert ShiftAverage(**setting).answer()["moved"][i][j] == B.flatten()[entry]


@pytest.mark.parametrize("step", STEPS)
def test_at_the_start_the_numbers_that_take_turns_differ(step):
    setting = ShiftAverage(step=step).setting
    average = average_over_shifts(B, (SIZE,), step=step)
    groups = AVERAGES.call("groupsOf", setting, MATRIX)
    row, column = divmod(setting["entry"], SIZE)
    diagonal = [[(row + by) % SIZE, (column + by) % SIZE] for by in range(SIZE)]
    assert sorted(itertools.chain(*groups)) == sorted(diagonal)
    values = [float(average[i][j]) for (i, j), *_ in groups]
    assert len(values) == step
    assert all(abs(a - b) >= 0.5 for a, b in itertools.combinations(values, 2))
    for group in groups:  # before the average, no group is equal
        assert AVERAGES.call("spreadOf", MATRIX, group) >= 1


def test_no_entry_of_the_start_equals_its_whole_diagonal():
    places = [AVERAGES.call("orbitOf", {"step": 1, "entry": j}, MATRIX) for j in range(SIZE)]
    assert min(AVERAGES.call("spreadOf", MATRIX, one) for one in places) >= 3


def test_fewer_shifts_keep_the_choice_inside():
    setting = ShiftAverage(5).setting
    assert AVERAGES.call("changed", setting, {"step": 3}, MATRIX)["k"] == 1


def test_a_kernel_answers_what_the_page_asks():
    widget = ShiftAverage(1)
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["setting"] == widget.setting
    assert widget.result["average"][1][1] == (MATRIX[1][1] + MATRIX[0][0]) / 2
    widget.setting = {**widget.setting, "step": 4}
    assert widget.result["error"] == "step must be one of (1, 2, 3), got 4"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"k": 6}, "k must be from 0 to 5, got 6"),
        ({"k": 3, "step": 2}, "k must be from 0 to 2, got 3"),
        ({"step": 4}, "step must be one of"),
        ({"entry": 36}, "entry must be from 0 to 35, got 36"),
    ],
)
def test_what_is_not_there_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        ShiftAverage(**arguments)


def test_the_picture_has_the_averages_up_to_the_last():
    assert "of all 6: it has 6 different entries at most" in ShiftAverage().picture().alt
    assert "of all 2: it has 18 different entries at most" in ShiftAverage(step=3).picture().alt


def test_the_script_is_small():
    assert len(str(ShiftAverage._esm).encode()) < LIMIT


def test_both_languages_have_the_same_words():
    words = WORDS.value("WORDS")
    assert _keys(words["en"]) == _keys(words["zh"])


def _keys(words):
    return {key: _keys(value) if isinstance(value, dict) else None for key, value in words.items()}
