"""Soft ties: where marks, lines and ellipses lie."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.patches import Ellipse

from tying.plotting.palette import LIGHT, MARKS
from tying.plotting.picture import new_figure
from tying.plotting.soft import plot_pair, plot_slide
from tying.soft import Posterior, pair_posterior

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
