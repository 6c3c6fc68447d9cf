"""Bias², variance and risk: where curves and points lie, and what tells them apart."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Annotation

from tying.plotting.palette import LIGHT, MARKS
from tying.plotting.picture import new_figure
from tying.plotting.risk import (
    plot_double_descent,
    plot_exchange,
    plot_fits,
    plot_learning_curves,
    plot_risk_bars,
    plot_shrinkage,
)
from tying.risk import Estimate, Risk


def test_a_fit_is_a_point_and_its_kind_has_a_mean_a_spread_and_a_bias():
    fits = {
        "separate": torch.tensor([[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]]),  # their mean is the truth
        "tied": torch.tensor([[1.0, 5.0], [1.0, 7.0]]),
    }
    ax = plot_fits(new_figure().subplots(), fits, torch.tensor([1.0, 2.0]), labels=("one", "two"))
    points = [np.asarray(line.get_xydata()).tolist() for line in ax.lines]
    assert points[:2] == [[[0, 1], [1, 2], [2, 3]], [[1, 5], [1, 7]]]
    assert points[2:] == [[[1, 2]], [[1, 6]], [[1, 2]]]  # two means, and the truth
    marks = [line.get_marker() for line in ax.lines]
    assert marks == [MARKS["separate"], MARKS["tied"], MARKS["separate"], MARKS["tied"], "+"]
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    assert [circle.center for circle in circles] == [(1, 2), (1, 6)]
    assert [circle.radius for circle in circles] == pytest.approx([(4 / 3) ** 0.5, 1])
    arrows = [text for text in ax.texts if isinstance(text, Annotation) and text.arrow_patch]
    assert [(arrow.xyann, arrow.xy) for arrow in arrows] == [((1, 2), (1, 6))]
    assert [text.get_text() for text in ax.texts if text.get_text()] == ["truth"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("one", "two")


def test_an_exchange_has_a_hatched_bar_for_what_is_added_and_one_below_it_for_what_is_saved():
    def at(value: float) -> Estimate:
        return Estimate(torch.tensor(value), torch.tensor(0.05))

    pairs = {"h = 0, few": (at(-0.1), at(0.3)), "h = 1, many": (at(0.4), at(0.2))}
    ax = plot_exchange(new_figure().subplots(), pairs)
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert [round(bar.get_width(), 6) for bar in bars] == [-0.1, 0.4, 0.3, 0.2]
    assert [bar.get_hatch() for bar in bars] == ["////", "////", None, None]
    middles = [bar.get_y() + bar.get_height() / 2 for bar in bars]
    assert middles == pytest.approx([-0.08, 0.92, 0.18, 1.18])
    lines = [one for one in ax.collections if isinstance(one, LineCollection)]
    ends = [segment[:, 0].tolist() for one in lines for segment in one.get_segments()]
    assert ends[0] == pytest.approx([-0.2, 0.0])  # two standard errors
    assert [text.get_text() for text in ax.texts] == ["h = 0, few", "h = 1, many"]
    assert ax.yaxis_inverted()


def test_a_bar_of_risk_has_bias2_and_behind_it_the_variance():
    parts = {"separate": (0.1, 0.8), "tied": (0.25, 0.5)}
    measured = {kind: Risk(*map(torch.tensor, both)) for kind, both in parts.items()}
    theory = {kind: Risk(torch.tensor(0.0), torch.tensor(1.0)) for kind in parts}
    ax = plot_risk_bars(new_figure().subplots(), measured, theory, most=2)
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    spans = [(round(bar.get_x(), 6), round(bar.get_width(), 6)) for bar in bars]
    assert spans[:2] == [(0, 0.1), (0.1, 0.8)]
    assert spans[4:6] == [(0, 0.25), (0.25, 0.5)]
    assert spans[2:4] == spans[6:] == [(0, 0), (0, 1)]
    assert [bar.get_hatch() for bar in bars] == ["////", None] * 4
    assert {to_hex(bar.get_edgecolor()) for bar in bars[4:]} == {LIGHT["tied"]}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["separate", "tied"]
    assert ax.get_xlim() == (0, 2)


def test_an_arrow_leads_from_each_estimate_to_where_pooling_moves_it():
    truth, before, after = torch.tensor([[0.0, 1.0], [-1.0, 3.0], [0.0, 2.0]])
    ax = plot_shrinkage(new_figure().subplots(), before, after, noise=4.0, truth=truth)
    arrows = [text for text in ax.texts if isinstance(text, Annotation)]
    assert [(arrow.xyann, arrow.xy) for arrow in arrows] == [((-1, 1), (0, 1)), ((3, 2), (2, 2))]
    lines = {line.get_label(): np.asarray(line.get_xdata()).tolist() for line in ax.lines}
    assert lines == {"mean": [1, 1], "truth": [0, 1], "separate": [-1, 3], "partly pooled": [0, 2]}
    (band,) = (patch for patch in ax.patches if isinstance(patch, Rectangle))
    assert (band.get_x(), band.get_width()) == (-1, 4)  # the mean, and 2 on either side
    assert ax.yaxis_inverted()


def test_without_true_values_there_are_estimates_alone_and_short_arrows_are_left_out():
    before, after = torch.tensor([[-1.0, 1.0, 3.0], [0.0, 1.01, 2.0]])  # the second hardly moves
    ax = plot_shrinkage(new_figure().subplots(), before, after, noise=4.0)
    arrows = [text for text in ax.texts if isinstance(text, Annotation)]
    assert [arrow.xyann for arrow in arrows] == [(-1, 1), (3, 3)]
    assert "truth" not in [line.get_label() for line in ax.lines]


def test_a_learning_curve_has_theory_as_its_line_and_two_standard_errors_as_its_bars():
    value, error = torch.tensor(0.5), torch.tensor(0.05)
    ax = plot_learning_curves(
        new_figure().subplots(),
        [4, 8],
        {"separate": [Estimate(value, error), Estimate(value / 2, error / 2)]},
        {"separate": [0.4, 0.2]},
        floor=[0.1, 0.12],
        yticks=[0.1, 0.5],
    )
    lines = {line.get_linestyle(): np.asarray(line.get_xydata()).tolist() for line in ax.lines}
    assert lines["-"] == [[4, 0.4], [8, 0.2]]
    assert lines[":"] == [[4, 0.1], [8, 0.12]]
    (bars,) = (one for one in ax.collections if isinstance(one, LineCollection))
    assert {"separate, theory", "bias² of tied, theory"} <= {line.get_label() for line in ax.lines}
    heights = [np.asarray(bar)[:, 1].tolist() for bar in bars.get_segments()]
    np.testing.assert_allclose(heights, [[0.4, 0.6], [0.2, 0.3]], rtol=1e-6)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["0.1", "0.5"]


def test_the_number_of_data_stands_as_a_dotted_line_between_the_branches_of_theory():
    theory = [(2, 0.1), (18, 18.0)], [(22, 20.0), (160, 0.14)]
    ax = plot_double_descent(
        new_figure().subplots(),
        [5, 40],
        {"bias2": [1e-30, 0.5], "variance": [0.4, 1.1]},
        {"variance": theory},
        data=20,
        xticks=[5, 20],
    )
    bias2, few, many, variance, middle = ax.lines
    assert [np.asarray(line.get_xydata()).tolist() for line in (few, many)] == [
        [list(point) for point in branch] for branch in theory
    ]
    assert np.asarray(variance.get_xydata()).tolist() == [[5, 0.4], [40, 1.1]]
    assert np.isnan(np.asarray(bias2.get_ydata())[0]), "a logarithm has no zero"
    assert (bias2.get_label(), variance.get_label()) == ("bias²", "variance")
    assert bias2.get_marker() != variance.get_marker()
    assert np.asarray(middle.get_xdata()).tolist() == [20, 20]
    assert middle.get_linestyle() == "-.", "bias² is dotted"
    assert "20 data" in ax.get_xlabel()
