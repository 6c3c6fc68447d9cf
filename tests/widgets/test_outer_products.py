"""The widget of outer products: the page's arithmetic against torch, its answers, its picture."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.outer_products import EXAMPLE, LIMIT, MOST_ENTRIES, MOST_USES, OuterProducts

PRODUCTS = Module(WIDGETS / "outer_products" / "products.js")


def drawn_at_random(seed: int) -> dict[str, Any]:
    """A setting of any size within the limits."""
    torch.manual_seed(seed)

    def whole(low: int, high: int, *shape: int) -> Any:
        return torch.randint(low, high + 1, shape).tolist()

    uses, rows, columns = whole(1, MOST_USES), whole(1, MOST_ENTRIES), whole(1, MOST_ENTRIES)
    return {
        "uses": [
            {
                "back": whole(-LIMIT, LIMIT, rows),
                "went": whole(-LIMIT, LIMIT, columns),
                "on": bool(whole(0, 3)),
            }
            for _ in range(uses)
        ]
    }


SETTINGS = [drawn_at_random(seed) for seed in range(200)]


def answered(setting: dict[str, Any]) -> dict[str, Any]:
    widget = OuterProducts()
    widget.setting = setting
    return widget.answer()


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    return [answered(setting) for setting in SETTINGS]


def test_the_page_computes_what_torch_traces(answers):
    assert PRODUCTS.map("gradientOf", SETTINGS) == answers
    assert {answer["rank"] for answer in answers} == {0, 1, 2, 3, 4}


def test_the_gradient_is_the_product_of_the_stacked_factors(answers):
    for setting, answer in zip(SETTINGS, answers, strict=True):
        on = [use for use in setting["uses"] if use["on"]]
        if on:
            back, went = (torch.tensor([use[name] for use in on]) for name in ("back", "went"))
            assert answer["sum"] == (back.T @ went).tolist()
        else:
            assert not torch.tensor(answer["sum"]).any()


def test_the_rank_never_exceeds_the_number_of_uses(answers):
    for setting, answer in zip(SETTINGS, answers, strict=True):
        assert answer["rank"] <= sum(use["on"] for use in setting["uses"])
        assert set(answer["ranks"]) <= {0, 1, None}
        assert [rank is None for rank in answer["ranks"]] == [
            not use["on"] for use in setting["uses"]
        ]


def test_the_page_finds_the_ranks_of_matrices_that_are_no_sums():
    matrices = [
        [[a, b, c], [d, e, f], [9, 27, -27]]
        for a, b, c, d, e, f in itertools.product((-27, 0, 1), repeat=6)
    ]
    expected = torch.linalg.matrix_rank(torch.tensor(matrices, dtype=torch.float64)).tolist()
    assert PRODUCTS.map("rankOf", matrices) == expected
    assert PRODUCTS.call("rankOf", [[0, 0], [0, 0]]) == 0


def test_it_opens_with_two_uses_that_cancel_in_one_entry_and_a_third_that_raises_the_rank():
    two, three = OuterProducts().answer(), OuterProducts(on=3).answer()
    zeros = [(i, j) for i, row in enumerate(two["sum"]) for j, x in enumerate(row) if x == 0]
    assert zeros == [(0, 0)]
    assert [part[0][0] for part in two["parts"] if part] == [2, -2]
    assert (two["rank"], three["rank"]) == (2, 3)


def test_a_kernel_answers_what_the_page_asks():
    widget = OuterProducts([((1, 2), (3,)), ((0, 1), (1,))], on=1)
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result == {
        "setting": widget.setting,
        "parts": [[[3.0], [6.0]], None],
        "sum": [[3.0], [6.0]],
        "ranks": [1, None],
        "rank": 1,
        "answers": 1,
    }


@pytest.mark.parametrize(
    ("uses", "words"),
    [
        ([], "there must be from 1 to 4 uses; got 0"),
        ([EXAMPLE[0]] * 5, "there must be from 1 to 4 uses; got 5"),
        ([((1,), (1,)), ((1, 2), (1,))], r"'back' must have the same number .* got \[1, 2\]"),
        ([((1,), (1,) * 5)], r"'went' must have the same number of entries .* got \[5\]"),
        ([((1,), ())], r"'went' must have the same number of entries .* got \[0\]"),
        ([((4,), (1,))], "entries must be whole numbers from -3 to 3; got 4"),
        ([((1,), (0.5,))], "entries must be whole numbers from -3 to 3; got 0.5"),
    ],
)
def test_uses_that_cannot_be_are_refused(uses, words):
    with pytest.raises(ValueError, match=words):
        OuterProducts(uses, on=0)


def test_no_more_uses_are_on_than_there_are():
    with pytest.raises(ValueError, match="on must be from 0 to the number of uses, 3; got 4"):
        OuterProducts(on=4)


def test_the_picture_says_in_words_what_it_shows():
    picture = OuterProducts().picture()
    assert picture.alt == (
        "Use 1: the column (1, 2, -1) came back, the row (2, 1, 1) went in, and their product is "
        "(2, 1, 1; 4, 2, 2; -2, -1, -1). Use 2: the column (2, 1, 3) came back, the row "
        "(-1, 2, 1) went in, and their product is (-2, 4, 2; -1, 2, 1; -3, 6, 3). The sum, "
        "W.grad, is (0, 5, 3; 3, 4, 3; -5, 5, 2)."
    )
    assert "use 2" in picture.svg() and "use 3" not in picture.svg()


def test_the_picture_of_no_use_is_a_gradient_of_zeros():
    assert OuterProducts([((1,), (2, 3))], on=0).picture().alt == "The sum, W.grad, is (0, 0)."
