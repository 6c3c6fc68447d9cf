"""Bias², variance and risk: where curves and points lie, and what tells them apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.text import Annotation

from tying.plotting.palette import LIGHT, MARKS, NAMES
from tying.plotting.picture import new_figure
from tying.plotting.risk import plot_double_descent, plot_fits, plot_learning_curves, plot_risks
from tying.risk import Estimate

X = [0.0, 0.5, 1.0]


def risk(bias2: list[float] | float, variance: list[float] | float) -> dict[str, torch.Tensor]:
    parts = torch.tensor(bias2), torch.tensor(variance)
    return {"bias2": parts[0], "variance": parts[1], "risk": parts[0] + parts[1]}


@pytest.fixture
def drawn():
    curves = {
        "separate": risk(0.0, 0.5),
        "tied": risk([0.0, 0.5, 1.0], 0.125),
        "pooled": risk([0.0, 0.125, 0.25], [0.25, 0.25, 0.25]),
    }
    here = 0.5, {"separate": risk(0.0, 0.5), "tied": risk(0.5, 0.125), "pooled": risk(0.125, 0.25)}
    axes = new_figure().subplots(1, 3, sharey=True)
    return plot_risks(axes, X, curves, label="s²", here=here, mark=(0.375, "equal"))


def test_each_panel_has_its_part_and_risk_is_the_sum(drawn):
    heights = [
        {line.get_label(): np.asarray(line.get_ydata()) for line in _curves(ax)} for ax in drawn
    ]
    np.testing.assert_allclose([h["tied"] for h in heights[:2]], [[0, 0.5, 1], [0.125] * 3])
    for kind in NAMES:
        np.testing.assert_allclose(heights[0][kind] + heights[1][kind], heights[2][kind])
    assert [ax.get_title(loc="left") or ax.get_title() for ax in drawn] == [
        "bias²",
        "variance",
        "risk",
    ]


def test_the_three_differ_by_colour_dash_mark_and_name(drawn):
    lines = _curves(drawn[2])
    assert [to_hex(line.get_color()) for line in lines] == [LIGHT[kind] for kind in NAMES]
    assert len({line.get_linestyle() for line in lines}) == 3
    marks = [line for line in drawn[2].lines if line.get_marker() in ("o", "s", "D")]
    assert [float(np.squeeze(mark.get_ydata())) for mark in marks] == [0.5, 0.625, 0.375]
    assert len({mark.get_marker() for mark in marks}) == 3
    assert set(NAMES.values()) <= {text.get_text() for text in drawn[2].texts}


def test_the_place_that_matters_is_marked_in_every_panel_and_named_in_the_last(drawn):
    for ax in drawn:
        assert any(list(line.get_xdata()) == [0.375, 0.375] for line in ax.lines)
    assert "equal" in {text.get_text() for text in drawn[2].texts}


def test_names_stay_apart_where_curves_end_together():
    curves = {kind: risk(0.0, 1.0) for kind in NAMES}
    ax = plot_risks(new_figure().subplots(1, 3), X, curves, label="s²")[2]
    heights = sorted(text.xy[1] for text in ax.texts if isinstance(text, Annotation))
    assert all(b - a > 0.07 for a, b in itertools.pairwise(heights))
    assert heights[-1] == pytest.approx(1)


def test_curves_that_are_zero_everywhere_are_seen_on_an_axis_that_ends_at_one():
    curves = {kind: risk(0.0, 0.0) for kind in NAMES}
    axes = new_figure().subplots(1, 3)
    ax = plot_risks(axes, [1.0, 64.0], curves, label="n", logarithmic=True)[2]
    assert ax.get_ylim()[1] > 1
    assert ax.get_xscale() == "log"


def test_a_fit_is_a_point_at_its_values_and_the_truth_a_cross():
    fits = {
        "separate": torch.tensor([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]),
        "tied": torch.tensor([[1.0, 1.5]]),
    }
    ax = plot_fits(new_figure().subplots(), fits, torch.tensor([1.0, 2.0]), places=(3, 5))
    separate, tied, truth = ax.lines
    assert np.asarray(separate.get_xydata()).tolist() == [[0, 1], [2, 3], [4, 5]]
    assert np.asarray(tied.get_xydata()).tolist() == [[1, 1.5]]
    assert np.asarray(truth.get_xydata()).tolist() == [[1, 2]]
    assert [line.get_marker() for line in ax.lines] == [MARKS["separate"], MARKS["tied"], "+"]
    assert [text.get_text() for text in ax.texts] == ["truth"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("fit at place 3", "fit at place 5")


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
    heights = [np.asarray(bar)[:, 1].tolist() for bar in bars.get_segments()]
    np.testing.assert_allclose(heights, [[0.4, 0.6], [0.2, 0.3]], rtol=1e-6)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["0.1", "0.5"]


def test_the_number_of_data_stands_as_a_dotted_line_between_the_branches_of_theory():
    theory = [(2, 0.1), (18, 18.0)], [(22, 20.0), (160, 0.14)]
    ax = plot_double_descent(
        new_figure().subplots(), [5, 40], [0.4, 1.1], theory, data=20, xticks=[5, 20]
    )
    few, many, dots, dotted = ax.lines
    assert [np.asarray(line.get_xydata()).tolist() for line in (few, many)] == [
        [list(point) for point in branch] for branch in theory
    ]
    assert np.asarray(dots.get_xydata()).tolist() == [[5, 0.4], [40, 1.1]]
    assert np.asarray(dotted.get_xdata()).tolist() == [20, 20] and dotted.get_linestyle() == ":"
    assert "20 data" in ax.get_xlabel()


def _curves(ax):
    return [line for line in ax.lines if line.get_label() in NAMES]
