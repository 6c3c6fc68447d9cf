"""Contributions drawn: numbers or squares, what is left out, and their lengths by step."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure
from tying.plotting.trace import (
    MOST,
    Contribution,
    Rows,
    contributions_height,
    plot_contributions,
    plot_step_norms,
)


def drawn(parts: list[Contribution], total: Rows):
    figure = new_figure(6.8, contributions_height(parts))
    return plot_contributions(figure.subplots(), "W", parts, total)


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_small_matrices_are_written_in_numbers_that_add_up():
    ax = drawn([Contribution("first", [[1, -2]]), Contribution("second", [[3, 0.5]])], [[4, -1.5]])
    assert [text for text in texts(ax) if text[0] in "−0123456789"] == [
        "1",
        "−2",
        "3",
        "0.5",
        "4",
        "−1.5",
    ]
    assert texts(ax).count("+") == 1 and "W.grad" in texts(ax)


def test_a_square_has_the_area_of_its_entry_and_is_filled_where_that_is_positive():
    part = Contribution("use", [[4.0, -1.0, 0.0, 0.0]])
    ax = drawn([part], part.rows)
    squares = [
        patch
        for patch in ax.patches
        if isinstance(patch, Rectangle) and patch.get_width() == patch.get_height()
    ]
    large, small = squares[:2]  # those of the use; the sum has two more, and zeros have none
    assert len(squares) == 4
    assert large.get_width() == pytest.approx(2 * small.get_width())
    assert large.get_fill() and to_hex(large.get_facecolor()) == LIGHT["separate"]
    assert to_hex(small.get_facecolor(), keep_alpha=True).endswith("00")
    assert {to_hex(square.get_edgecolor()) for square in squares[2:]} == {LIGHT["tied"]}


def test_beyond_the_limit_the_last_row_counts_the_uses_that_are_left_out():
    parts = [Contribution(f"use {k}", [[1.0]]) for k in range(MOST + 3)]
    words = texts(drawn(parts, [[float(len(parts))]]))
    assert f"use {MOST - 1}" in words and f"use {MOST}" not in words
    assert "and 3 more uses" in words


def test_lengths_stand_over_their_steps_and_networks_are_told_apart_by_their_lines():
    norms = {
        "halves": torch.tensor([[0.01, 0.1], [0.02, 0.2], [0.06, 0.3]]),
        "doubles": torch.tensor([[10.0, 1.0]]).repeat(3, 1),
    }
    ax = plot_step_norms(new_figure().subplots(), norms, first=2)
    for line, (name, lengths) in zip(ax.lines, norms.items(), strict=True):
        steps, heights = np.asarray(line.get_xydata()).T
        assert (line.get_label(), steps.tolist()) == (name, [2, 3])
        np.testing.assert_allclose(heights, lengths.median(0).values)
    band = np.concatenate([path.vertices for path in ax.collections[0].get_paths()])
    assert sorted(set(band[:, 1].round(3))) == [0.015, 0.04, 0.15, 0.25]  # between neighbours
    assert ax.get_yscale() == "log"


def test_four_networks_are_told_apart_by_line_and_mark_and_named_above_the_axes():
    norms = {f"network {k}": torch.ones(3, 5) for k in range(4)}
    figure = new_figure(4.4, 3.6)
    ax = plot_step_norms(figure.subplots(), norms, first=1)
    for look in ("linestyle", "marker"):
        assert len({getattr(line, f"get_{look}")() for line in ax.lines}) == 4
    figure.draw_without_rendering()
    legend = ax.get_legend()
    assert legend is not None
    names, frame = legend.get_window_extent(), ax.get_window_extent()
    assert [text.get_text() for text in legend.get_texts()] == list(norms)
    assert names.y0 >= frame.y1 and names.x1 <= figure.bbox.x1


def test_a_fifth_network_is_refused_since_four_styles_tell_them_apart():
    norms = {str(k): torch.ones(3, 2) for k in range(5)}
    with pytest.raises(ValueError, match="at most 4 networks can be told apart, got 5"):
        plot_step_norms(new_figure().subplots(), norms, first=1)
