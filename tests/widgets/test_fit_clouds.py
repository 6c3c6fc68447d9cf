"""Fit clouds: the page's arithmetic against torch, its answers, and its picture."""

from __future__ import annotations

import pytest

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.fit_clouds import MOST, FitClouds

GRADIENT = Module(WIDGETS / "fit_clouds" / "gradient.js")
WORDS = Module(WIDGETS / "fit_clouds" / "words.js")


def test_the_page_adds_up_what_autograd_finds():
    uses = range(1, MOST + 1)
    assert GRADIENT.map("gradient", uses) == [FitClouds(n).answer()["gradient"] for n in uses]


def test_a_kernel_answers_what_the_page_asks():
    widget = FitClouds(4)
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result == {"setting": {"uses": 4}, "gradient": 10.0, "answers": 1}


@pytest.mark.parametrize("uses", [0, MOST + 1])
def test_a_number_of_uses_out_of_bounds_is_refused(uses: int):
    with pytest.raises(ValueError, match=f"uses must be from 1 to {MOST}, got {uses}"):
        FitClouds(uses)


def test_the_picture_says_in_words_what_it_shows():
    assert FitClouds(3).picture().alt == "Bars of the contributions 1, 2, 3; their sum is 6."


def test_the_words_have_a_group():
    assert WORDS.value("WORDS")["en"]["group"]
