"""The figure of the first step: where the tie and the alias end, and from where each step goes."""

from __future__ import annotations

from tying.plotting.first_step import plot_first_step
from tying.plotting.picture import new_figure


def test_the_figure_marks_where_the_tie_and_the_alias_end():
    curve, rows = new_figure().subplots(2, 1)
    plot_first_step((curve, rows), (-5.0, 7.0), -0.5, 1.0, (1.0, -1.0))
    places = [tuple(line.get_xydata()[0]) for line in curve.lines[1:]]
    assert places == [(-0.5, 12.5), (0.5, 8.5), (-0.5, 12.5)]  # (θ − 3)² + (θ + 1)²
    arrows = [(note.xyann, note.xy) for note in rows.texts]
    assert arrows == [((-0.5, 2), (0.5, 2)), ((-0.5, 1), (0.5, 1)), ((0.5, 0), (-0.5, 0))]


def test_a_step_of_no_length_is_a_dot_in_place_of_an_arrow():
    curve, rows = new_figure().subplots(2, 1)
    plot_first_step((curve, rows), (-5.0, 7.0), 1.0, 0.0, (1.0, -1.0))
    assert len(rows.texts) == 2
    assert tuple(rows.lines[0].get_xydata()[0]) == (1.0, 2.0)
