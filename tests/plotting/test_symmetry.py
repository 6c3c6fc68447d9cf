"""Figures of the chapter on symmetry: effects by direction, and means over pairs on a line."""

from __future__ import annotations

import numpy as np
import torch

from tying.plotting.picture import new_figure
from tying.plotting.symmetry import plot_effects, plot_losses_between


def test_each_direction_has_its_effect():
    ax = new_figure().subplots()
    plot_effects(ax, {"tied": torch.tensor([3.0, 0.0]), "separate": torch.tensor([2.0, 1.0, 0.0])})
    tied, untied = (np.asarray(line.get_xydata()).tolist() for line in ax.lines)
    assert tied == [[1, 3], [2, 0]]
    assert untied == [[1, 2], [2, 1], [3, 0]]
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["tied", "untied"]


def test_a_line_is_the_mean_over_the_pairs_and_all_panels_have_one_scale():
    axes = list(new_figure().subplots(1, 2))
    one = torch.tensor([[1.0, 3.0], [4.0, 4.0], [2.0, 0.0]])
    plot_losses_between(axes, {"linear": {"as trained": one}, "tanh": {"order": 2 * one}})
    points = [np.asarray(ax.lines[0].get_xydata()).tolist() for ax in axes]
    assert points == [[[0, 2], [0.5, 4], [1, 1]], [[0, 4], [0.5, 8], [1, 2]]]
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert axes[1].get_ylim()[1] > 8
