"""Errors by shift: what is drawn at which height, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.container import ErrorbarContainer

from tying.plotting.picture import Picture, new_figure
from tying.plotting.shifts import plot_errors_by_shift

SHIFTS = range(3)
MEANS = {"stride 1": torch.zeros(3), "stride 2": torch.tensor([0.0, 0.8, 0.0])}
DEVIATIONS = {"stride 1": torch.zeros(3), "stride 2": torch.tensor([0.0, 0.1, 0.0])}


def drawn() -> dict[str, ErrorbarContainer]:
    """The series of a figure by their names in the legend."""
    ax = plot_errors_by_shift(new_figure().subplots(), SHIFTS, MEANS, DEVIATIONS)
    return {
        str(series.get_label()): series
        for series in ax.containers
        if isinstance(series, ErrorbarContainer)
    }


def test_every_mean_stands_at_its_shift():
    series = drawn()
    assert list(series) == list(MEANS)
    for name, one in series.items():
        line = one.lines[0]
        assert np.asarray(line.get_xdata()).tolist() == list(SHIFTS)
        assert np.asarray(line.get_ydata()).tolist() == pytest.approx(MEANS[name].tolist())


def test_the_bars_reach_one_standard_error_up_and_down():
    (bars,) = drawn()["stride 2"].lines[2]
    low, high = (point[1] for point in bars.get_segments()[1])
    assert (low, high) == pytest.approx((0.7, 0.9))


def test_two_layers_are_told_apart_without_colour():
    lines = [series.lines[0] for series in drawn().values()]
    assert len({str(line.get_marker()) for line in lines}) == 2
    assert len({line.get_linestyle() for line in lines}) == 2


def test_the_picture_takes_its_colours_from_the_palette():
    figure = new_figure()
    plot_errors_by_shift(figure.subplots(), SHIFTS, MEANS, DEVIATIONS)
    assert "var(--tied-muted" in Picture(figure, alt="errors").svg()


def test_a_third_layer_is_refused():
    means = {**MEANS, "stride 3": torch.zeros(3)}
    with pytest.raises(ValueError, match="marks for 2 layers, got 3"):
        plot_errors_by_shift(new_figure().subplots(), SHIFTS, means, means)
