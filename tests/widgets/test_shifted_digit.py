"""The shifted digit: the page's arithmetic against torch, its answers, and its picture."""

from __future__ import annotations

import itertools

import pytest
import torch
from sklearn.datasets import load_digits

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.shifted_digit import ShiftedDigit
from tying.widgets.shifted_digit.answer import DIGIT, KERNEL, canvas, responses

RESPONSES = Module(WIDGETS / "shifted_digit" / "responses.js")
WORDS = Module(WIDGETS / "shifted_digit" / "words.js")
LIMIT = 35_000  # bytes of the linked script

SETTINGS = [
    {"rows": rows, "columns": columns, "stride": stride, "padding": padding}
    for (rows, columns), stride, padding in itertools.product(
        ((0, 0), (8, 6), (0, 1), (1, 0), (5, 3), (15, 15), (12, 7)), (1, 2), ("circular", "zeros")
    )
]


def test_the_digit_is_the_first_of_the_set():
    pixels, _ = load_digits(return_X_y=True)
    assert pixels[0].reshape(8, 8).tolist() == DIGIT


def test_the_page_draws_the_canvas_that_torch_is_given():
    assert RESPONSES.call("canvas", DIGIT) == canvas().tolist()


def test_the_page_computes_what_torch_computes():
    ways = RESPONSES.starmap("bothWays", [(setting, DIGIT, KERNEL) for setting in SETTINGS])
    for setting, way in zip(SETTINGS, ways, strict=True):
        answer = ShiftedDigit.answer(_at(setting))
        assert way.pop("relative_error") == pytest.approx(answer.pop("relative_error"), abs=1e-15)
        assert way == answer  # pixels are sixteenths: no rounding


def test_the_page_pools_as_torch_does():
    maps = [responses(**setting)[1].shifted_first for setting in SETTINGS]
    expected = [{"largest": one.max().item(), "average": one.mean().item()} for one in maps]
    assert RESPONSES.map("pooled", [one.tolist() for one in maps]) == expected


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_average_stays_wherever_both_ways_agree(setting):
    _, ways = responses(**setting)
    if ways.error == 0:
        assert ways.shifted_first.mean() == ways.response.mean()
        assert ways.shifted_first.max() == ways.response.max()


def test_the_maximum_changes_only_where_zero_padding_cuts_its_window():
    for rows, columns in itertools.product(range(16), range(16)):
        _, ring = responses(rows, columns)
        assert ring.shifted_first.max() == ring.response.max()
    for rows in range(16):
        _, cut = responses(rows, 9, padding="zeros")
        assert cut.shifted_first.max() < cut.response.max()


def test_the_three_pictures_open_where_something_is_to_be_seen():
    assert error_of(ShiftedDigit(padding="zeros")) > 0.3
    assert error_of(ShiftedDigit()) == 0
    assert error_of(ShiftedDigit((0, 1), stride=2)) > 0.9
    assert error_of(ShiftedDigit((0, 2), stride=2)) == 0


def test_a_kernel_answers_what_the_page_asks():
    widget = ShiftedDigit()
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["setting"] == widget.setting
    assert torch.tensor(widget.result["shifted_first"]).shape == (16, 16)
    widget.setting = {**widget.setting, "stride": 2}
    assert torch.tensor(widget.result["shifted_first"]).shape == (8, 8)
    widget.setting = {**widget.setting, "stride": 3}
    assert widget.result["error"] == "stride must be 1 or 2, got 3"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shift": (16, 0)}, "rows must be from 0 to 15, got 16"),
        ({"shift": (0, -1)}, "columns must be from 0 to 15, got -1"),
        ({"stride": 4}, "stride must be 1 or 2, got 4"),
        ({"padding": "reflect"}, "padding must be 'circular' or 'zeros', got 'reflect'"),
        ({"shown": "error"}, "shown must be 'ways' or 'pooled', got 'error'"),
        ({"switches": ["size"]}, "a switch must be 'padding' or 'stride', got 'size'"),
    ],
)
def test_what_the_picture_cannot_show_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        ShiftedDigit(**arguments)


def test_the_picture_of_the_ways_says_where_they_differ():
    alt = ShiftedDigit(padding="zeros").picture().alt
    assert "moved 8 pixels down and 6 to the right" in alt
    assert "zero padding, stride 1" in alt
    assert alt.endswith("which is not 0 at 22 of 256 places. Error 0.5.")


def test_the_picture_of_the_pooled_numbers_says_what_stays():
    alt = ShiftedDigit(shown="pooled").picture().alt
    assert "in the middle: −1.375 → 0" in alt
    assert alt.endswith("maximum of the map: stays 3.5; average of the map: stays 0.072.")


def test_the_script_is_small():
    assert len(str(ShiftedDigit._esm).encode()) < LIMIT


def test_both_languages_have_the_same_words():
    words = WORDS.value("WORDS")
    assert _keys(words["en"]) == _keys(words["zh"])


def error_of(widget: ShiftedDigit) -> float:
    return widget.answer()["relative_error"]


def _keys(words):
    return {key: _keys(value) if isinstance(value, dict) else None for key, value in words.items()}


def _at(setting):
    shift = setting["rows"], setting["columns"]
    return ShiftedDigit(shift, stride=setting["stride"], padding=setting["padding"])
