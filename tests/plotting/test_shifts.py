"""Errors by shift and maps of squares: what is drawn where, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.container import ErrorbarContainer

from tying.plotting.picture import Picture, new_figure
from tying.plotting.shifts import plot_before_and_now, plot_errors_by_shift, plot_maps

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


def squares_of(values: torch.Tensor) -> dict[str, dict[tuple[int, int], float]]:
    """Sides of the filled and of the hollow squares of a map, by their places."""
    (ax,) = plot_maps([new_figure().subplots()], {"map": values}, full=4.0)
    found = {}
    for kind, squares in zip(("filled", "hollow"), ax.collections, strict=True):
        boxes = [path.get_extents() for path in squares.get_paths()]
        found[kind] = {(int(box.y0), int(box.x0)): box.width for box in boxes}
    return found


def test_the_area_of_a_square_is_in_proportion_to_its_value():
    filled = squares_of(torch.tensor([[4.0, 1.0, 0.0]]))["filled"]
    assert filled.keys() == {(0, 0), (0, 1)}  # nothing at the place of 0
    assert (filled[0, 0] / filled[0, 1]) ** 2 == pytest.approx(4)
    assert filled[0, 0] < 1


def test_values_below_zero_are_hollow_and_not_filled():
    squares = squares_of(torch.tensor([[1.0, -1.0], [-4.0, 0.0]]))
    assert squares["filled"].keys() == {(0, 0)}
    assert squares["hollow"].keys() == {(0, 1), (1, 0)}


def test_a_value_beyond_the_scale_stays_in_its_cell():
    squares = squares_of(torch.tensor([[4.0, 400.0]]))["filled"]
    assert squares[0, 0] == squares[0, 1]


def test_before_and_now_stand_at_their_values_on_a_line_that_stays():
    figure = new_figure()
    axes = plot_before_and_now(figure, {"one": (1.0, 2.0), "two": (0.0, 0.0)}, [(-3, 3), (0, 1)])
    assert [ax.get_xlim() for ax in axes] == [(-3, 3), (0, 1)]
    _, ring, dot = axes[0].lines
    assert [np.asarray(mark.get_xdata()).item() for mark in (ring, dot)] == [1.0, 2.0]
    assert ring.get_markerfacecolor() == "none"
    assert [ax.get_title("left") or ax.get_title() for ax in axes] == ["one", "two"]
