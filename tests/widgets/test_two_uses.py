"""The widget of two uses: the page's arithmetic against torch, its answers, and its picture."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.two_uses import LIMITS, TwoUses
from tying.widgets.two_uses.answer import growth_of_area

AREA = Module(WIDGETS / "two_uses" / "area.js")
WORDS = Module(WIDGETS / "two_uses" / "words.js")
NUMBERS = ("area", "gradient", "growth")
GRID = [
    dict(zip(LIMITS, values, strict=True))
    for values in itertools.product((0.5, 1.3, 3, 4), (0, 0.7, 2, 4), (0.05, 0.5, 1))
]


def test_the_page_computes_what_the_trace_finds():
    for setting, page in zip(GRID, AREA.map("growthOfArea", GRID), strict=True):
        torchs = growth_of_area(**setting)
        assert page["contributions"] == pytest.approx(torchs["contributions"], abs=1e-12)
        assert [page[name] for name in NUMBERS] == pytest.approx(
            [torchs[name] for name in NUMBERS], abs=1e-12
        )


def test_the_gradient_is_the_sum_and_not_the_mean():
    answer = growth_of_area(weight=3, added=2, step=0.5)
    assert answer["contributions"] == [5.0, 3.0]  # the width, by the height; and the height
    assert answer["gradient"] == 8.0  # of w² + 2w at 3
    assert answer["growth"] == 3.5 * 5.5 - 3 * 5


def test_the_growth_tends_to_the_gradient():
    rates = [growth_of_area(3, 2, step)["growth"] / step for step in (1, 0.1, 0.01)]
    assert rates == pytest.approx([9, 8.1, 8.01])


def test_a_kernel_answers_what_the_page_asks():
    widget = TwoUses()
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["setting"] == {"weight": 3, "added": 2, "step": 0.5}
    assert widget.result["contributions"] == [5.0, 3.0]
    widget.setting = {**widget.setting, "step": 2.0}
    assert widget.result["error"] == "step must be from 0.05 to 1, got 2.0"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"weight": 5}, "weight must be from 0.5 to 4, got 5"),
        ({"added": -1}, "added must be from 0 to 4, got -1"),
        ({"step": float("nan")}, "step must be from 0.05 to 1, got nan"),
    ],
)
def test_a_rectangle_that_cannot_be_drawn_is_refused(given: dict[str, Any], words: str):
    with pytest.raises(ValueError, match=words):
        TwoUses(**given)


def test_the_picture_asks_and_does_not_tell():
    picture = TwoUses().picture()
    assert "a strip of length 5" in picture.alt
    assert "a strip of length 3" in picture.alt
    assert picture.alt.endswith("What gradient does w receive?")
    assert "8" not in picture.alt
    assert "what gradient does w receive?" in picture.svg()


def test_both_languages_say_the_same_things():
    words = WORDS.value("WORDS")
    assert words["en"].keys() == words["zh"].keys()
