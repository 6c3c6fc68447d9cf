"""Numbers in predictions: how they are written, and where they stand."""

from __future__ import annotations

import pytest
from tied_book.predictions.numbers import rounds_to, stands_in, value


@pytest.mark.parametrize(
    ("text", "number"),
    [("193", 193), ("38,597,377", 38597377), ("-0.5", -0.5), ("−0.5", -0.5), ("1e-3", 0.001)],
)
def test_a_number_is_read_as_people_write_it(text: str, number: float):
    assert value(text) == number


@pytest.mark.parametrize("text", ["", "about 3", "1,93", "three", "1.2.3"])
def test_what_is_no_number_is_refused_with_what_came(text: str):
    with pytest.raises(ValueError, match="is not a number"):
        value(text)


def test_a_stated_number_may_be_rounded_and_a_whole_one_may_not():
    assert rounds_to("0.1041", "0.10") and rounds_to("0.1041", "0.104")
    assert not rounds_to("0.1061", "0.10")
    assert not rounds_to("121.4", "121")


def test_a_number_is_not_found_within_another():
    assert stands_in("193", ["it has 193 numbers"])
    assert not stands_in("193", ["it has 1193 and 193.5 and v193 numbers"])
