"""Soft ties: where marks, lines and ellipses lie."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.patches import Ellipse

from tying.plotting.palette import LIGHT, MARKS
from tying.plotting.picture import new_figure
from tying.plotting.soft import plot_landscape, plot_pair, plot_slide, plot_tasks
from tying.soft import PAIR_A, PAIR_B, Posterior, pair_posterior

X, VARIANCE = torch.tensor([[0.0, 4.0], [1.0, 4.0]], dtype=torch.float64)


def points(ax) -> list:
    return [np.asarray(line.get_xydata()).round(6).tolist() for line in ax.lines]


def test_the_pair_has_three_marks_on_one_line_and_two_ellipses():
    posterior = pair_posterior(X, VARIANCE, 5.0)
    ax = plot_pair(new_figure().subplots(), X, VARIANCE, posterior, tied=0.8)
    way, observed, soft, hard = points(ax)[1:]
    assert way == [[0, 4], [0.8, 0.8]]
    assert (observed, soft, hard) == ([[0, 4]], [[0.4, 2.4]], [[0.8, 0.8]])
    assert [line.get_marker() for line in ax.lines[2:]] == [
        MARKS[kind] for kind in ("separate", "pooled", "tied")
    ]
    noise, around = [patch for patch in ax.patches if isinstance(patch, Ellipse)]
    assert (noise.center, noise.width, noise.height) == ((0, 4), 2, 4)
    values = torch.linalg.eigvalsh(posterior.covariance).flip(0)
    assert [around.width, around.height] == pytest.approx((2 * values.sqrt()).tolist())


def test_the_ellipse_turns_with_the_covariance():
    diagonal = Posterior(X, torch.full((2, 2), 0.8, dtype=torch.float64))
    ax = plot_pair(new_figure().subplots(), X, VARIANCE, diagonal, tied=0.8)
    ellipse = [patch for patch in ax.patches if isinstance(patch, Ellipse)][1]
    assert ellipse.angle == pytest.approx(45)
    assert ellipse.height == pytest.approx(0, abs=1e-6)


def test_a_row_leads_from_the_observation_to_the_estimate():
    ax = plot_slide(new_figure().subplots(), X, torch.tensor([0.4, 2.4]), tied=0.8)
    assert ax.lines[0].get_color() == LIGHT["tied"]
    assert points(ax)[1] == [[0, 0], [0.4, 0]]
    assert points(ax)[4] == [[4, 1], [2.4, 1]]
    top, bottom = ax.get_ylim()
    assert top > bottom  # the first value is on top


def test_the_line_of_one_value_is_the_sum_of_the_two_tasks_and_lowest_at_the_dotted_line():
    ax = plot_tasks(new_figure().subplots(), PAIR_B)
    first, second, both, dotted = [np.asarray(line.get_xydata()) for line in ax.lines]
    assert np.allclose(first[:, 1] + second[:, 1], both[:, 1])
    lowest = both[both[:, 1].argmin(), 0]
    assert lowest == pytest.approx(dotted[0, 0], abs=0.02)
    assert ax.lines[2].get_color() == LIGHT["tied"]
    assert first[:, 1].min() == pytest.approx(0.1 - 0.82)  # its well, at -3


def test_dots_of_a_landscape_have_another_mark_where_they_end_well():
    theta = torch.tensor([[3.0, -0.5, 1.0], [3.0, -0.4, 2.0]])
    reached = torch.tensor([True, False, True])
    ax = plot_landscape(new_figure().subplots(), PAIR_A, 0.316, theta, reached)
    marked = {line.get_marker(): np.asarray(line.get_xydata()).tolist() for line in ax.lines[1:]}
    assert marked["o"] == [[PAIR_A.best(), PAIR_A.best()]]
    assert marked["x"] == [[-0.5, pytest.approx(-0.4)]]
    assert marked[MARKS["pooled"]] == [[3, 3], [1, 2]]
    assert ax.get_title() == r"$\lambda$ = 0.32"
    strong = plot_landscape(new_figure().subplots(), PAIR_A, 100.0, theta, reached)
    assert strong.get_title() == r"$\lambda$ = 100"


def test_a_strong_spring_raises_the_landscape_beside_the_diagonal():
    # along a = 4, b = -4 the spring adds 64 strength; contours are sorted by their height
    nothing = torch.zeros(2, 0), torch.zeros(0, dtype=torch.bool)
    levels = []
    for strength in (0.0, 100.0):
        ax = plot_landscape(new_figure().subplots(), PAIR_A, strength, *nothing)
        (contours,) = ax.collections
        levels.append(max(contours.levels))  # pyright: ignore[reportAttributeAccessIssue]
    assert levels[1] > levels[0] + 3
