"""Outer products: which matrices are drawn, and how their numbers are marked."""

from __future__ import annotations

import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.patches import Ellipse, Rectangle

from tying.plotting.outer_products import OuterProduct, plot_outer_products
from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure

FIRST = OuterProduct("use 1", "d", torch.tensor([1.0, -2.0]), "x", torch.tensor([3.0, 4.0, 0.0]))
SECOND = OuterProduct("use 2", "e", torch.tensor([1.0, 2.0]), "z", torch.tensor([-3.0, 1.0, 1.0]))
TOTAL = torch.tensor([[0.0, 5.0, 1.0], [-12.0, -6.0, 2.0]])  # by hand


@pytest.fixture
def drawn():
    return plot_outer_products(new_figure().subplots(), [FIRST, SECOND], "G", TOTAL)


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def patches(ax, kind) -> list:
    return [patch for patch in ax.patches if isinstance(patch, kind)]


def test_each_use_is_a_column_a_row_and_their_product_and_the_sum_comes_last(drawn):
    assert texts(drawn) == [
        "d", "x", "1", "−2", "3", "4", "0",
        "3", "4", "0", "−6", "−8", "0", "use 1",
        "+",
        "e", "z", "1", "2", "−3", "1", "1",
        "−3", "1", "1", "−6", "2", "2", "use 2",
        "=",
        "0", "5", "1", "−12", "−6", "2", "G",
    ]  # fmt: skip


def test_uses_are_round_and_separate_and_their_sum_is_square_and_tied(drawn):
    frames = [one for one in patches(drawn, Rectangle) if one.get_height() == 2]
    assert [(one.get_width(), to_hex(one.get_edgecolor())) for one in frames] == [
        (3, LIGHT["separate"]), (3, LIGHT["separate"]), (3, LIGHT["tied"]),
    ]  # fmt: skip
    round_marks = [one for one in patches(drawn, Ellipse) if one.get_linestyle() != "dashed"]
    assert len(round_marks) == 10  # the entries that are not zero
    assert {to_hex(one.get_edgecolor()) for one in round_marks} == {LIGHT["separate"]}


def test_a_mark_grows_with_its_number_and_is_filled_where_that_is_positive(drawn):
    marks = [
        one for one in patches(drawn, Rectangle) if to_hex(one.get_edgecolor()) == LIGHT["tied"]
    ]
    five, one, twelve, six, two = marks[1:]  # behind the frame; a zero has no mark
    sizes = [mark.get_width() for mark in (one, two, five, six, twelve)]
    assert sizes == sorted(sizes) and len(set(sizes)) == 5
    filled = [mark.get_facecolor()[3] > 0 for mark in (five, one, twelve, six, two)]
    assert filled == [True, True, False, False, True]


def test_a_dashed_ring_stands_where_contributions_cancel_and_nowhere_else(drawn):
    (ring,) = (one for one in patches(drawn, Ellipse) if one.get_linestyle() == "dashed")
    (zero,) = (one for one in drawn.texts[-7:] if one.get_text() == "0")
    assert ring.get_center() == pytest.approx(zero.get_position())


def test_without_a_use_the_sum_stands_alone():
    ax = plot_outer_products(new_figure().subplots(), [], "G", torch.zeros(1, 2))
    assert texts(ax) == ["0", "0", "G"]
    assert len(ax.patches) == 1
