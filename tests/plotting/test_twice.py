"""The matrix that is used twice: which values and arrows its graphs have."""

from __future__ import annotations

import torch
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, Rectangle

from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure
from tying.plotting.twice import (
    plot_forward_and_backward,
    plot_outer_products,
    plot_separate_and_tied,
)


def arrows(ax) -> list[FancyArrowPatch]:
    return [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_two_matrices_become_one_with_as_many_arrows():
    separate, tied = plot_separate_and_tied(new_figure().subplots(2, 1))
    assert {"$W_1$", "$W_2$"} <= set(texts(separate)) and "$W$" not in texts(separate)
    assert texts(tied).count("$W$") == 1 and "$W_1$" not in texts(tied)
    assert len(arrows(separate)) == len(arrows(tied)) == 8  # four along, two biases, two uses


def test_what_comes_back_is_dashed_and_two_ways_end_in_the_matrix():
    forward, backward = plot_forward_and_backward(new_figure().subplots(2, 1))
    assert {arrow.get_linestyle() for arrow in arrows(forward)} == {"solid"}
    assert "solid" not in {arrow.get_linestyle() for arrow in arrows(backward)}
    assert {r"$I\otimes x^\top$", r"$I\otimes Z_1^\top$"} <= set(texts(forward))
    assert {r"$(W^\top\delta)\,x^\top$", r"$\delta\,Z_1^\top$"} <= set(texts(backward))


def test_each_use_is_a_column_times_a_row_and_the_sum_of_both_is_tied():
    uses = [
        ("d", torch.tensor([1.0, -2.0]), "z", torch.tensor([3.0, 4.0])),
        ("e", torch.tensor([5.0, 6.0]), "x", torch.tensor([7.0, 8.0])),
    ]
    ax = plot_outer_products(new_figure().subplots(), uses, "G")
    frames = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    sizes = [(frame.get_height(), frame.get_width()) for frame in frames]
    assert sizes == [(2, 1), (1, 2), (2, 2)] * 2 + [(2, 2)]
    colours = [to_hex(frame.get_edgecolor()) for frame in frames]
    assert colours == [LIGHT["separate"]] * 6 + [LIGHT["tied"]]
    said = texts(ax)
    assert said[said.index("G") - 4 : said.index("G")] == ["38.0", "44.0", "36.0", "40.0"]
    assert {"−6.0", "−8.0", "35.0", "48.0", "d z", "e x"} <= set(said)
