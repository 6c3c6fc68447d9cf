"""The figure of a code that is turned: outlines are closed, and angles without a change marked."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from tying.plotting.orbit import plot_change, plot_outlines
from tying.plotting.picture import new_figure


def places(line: Any) -> list[list[float]]:
    """The points of a line."""
    return np.asarray(line.get_xydata()).tolist()


def test_an_outline_ends_where_it_begins():
    ax = new_figure().subplots()
    points = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
    plot_outlines(ax, {"before": points, "after": -points}, reach=3)
    first, second = ax.lines[:2]
    assert places(first) == [[0, 0], [1, 0], [0, 2], [0, 0]]
    assert places(second) == [[0, 0], [-1, 0], [0, -2], [0, 0]]
    assert ax.get_xlim() == ax.get_ylim() == (-3, 3)


def test_the_curve_is_closed_and_angles_without_a_change_are_marked():
    ax = new_figure().subplots()
    plot_change(ax, [0, 90, 180, 270], [0.0, 2.0, 1e-15, 1.0], at=90)
    curve, marks = ax.lines[:2]
    assert places(curve)[-1] == [360, 0]
    assert places(marks) == [[0, 0], [180, 0]]
    assert ax.get_ylim()[1] > 2


def test_where_nothing_changes_the_curve_is_a_line_at_zero():
    ax = new_figure().subplots()
    plot_change(ax, [0, 180], [0.0, 0.0], at=0)
    assert [y for _, y in places(ax.lines[0])] == [0, 0, 0]
