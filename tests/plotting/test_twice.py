"""The matrix that is used twice: which values and arrows its graphs have."""

from __future__ import annotations

from matplotlib.patches import FancyArrowPatch

from tying.plotting.picture import new_figure
from tying.plotting.twice import plot_forward_and_backward, plot_separate_and_tied


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
