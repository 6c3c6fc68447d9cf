"""Grids of numbers: what is drawn where, how strong, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.collections import PolyCollection

from tying.plotting.grids import FAINTEST, plot_grids
from tying.plotting.picture import Picture, new_figure


def squares(ax) -> dict[tuple[int, int], float]:
    """Opacity of every square by its row and column."""
    (collection,) = (one for one in ax.collections if isinstance(one, PolyCollection))
    places = [path.get_extents() for path in collection.get_paths()]
    keys = [(int(box.y0), int(box.x0)) for box in places]
    opacities = np.asarray(collection.get_facecolor())[:, 3].tolist()
    return dict(zip(keys, opacities, strict=True))


def test_a_square_stands_in_the_row_and_column_of_its_value():
    (ax,) = plot_grids(new_figure(), {"one": torch.tensor([[0.0, 0.0, 2.0], [1.0, 0.0, 0.0]])})
    drawn = squares(ax)
    assert set(drawn) == {(0, 2), (1, 0)}
    assert drawn[0, 2] == 1.0
    assert drawn[1, 0] == pytest.approx(FAINTEST + (1 - FAINTEST) / 2)
    assert ax.get_title(loc="center") == "one"
    assert ax.get_ylim() == (2, 0)  # the first row is on top


def test_all_grids_have_one_scale():
    grids = {"small": torch.ones(1, 1), "large": torch.full((1, 1), 4.0)}
    small, large = (squares(ax)[0, 0] for ax in plot_grids(new_figure(), grids))
    assert (small, large) == (pytest.approx(FAINTEST + (1 - FAINTEST) / 4), 1.0)


def test_larger_than_top_has_the_full_colour_and_rounding_errors_are_nothing():
    (ax,) = plot_grids(new_figure(), {"a": torch.tensor([[5.0, 1e-12, 1e-3]])}, top=0.5)
    assert set(squares(ax)) == {(0, 0), (0, 2)}
    assert squares(ax)[0, 0] == 1.0


def test_nothing_at_all_is_an_empty_grid():
    (ax,) = plot_grids(new_figure(), {"zeros": torch.zeros(2, 2)})
    assert squares(ax) == {}


def test_numbers_are_written_into_all_squares_zeros_too():
    (ax,) = plot_grids(new_figure(), {"a": torch.tensor([[0.0, 9.0]])}, numbers=True)
    assert [(text.get_text(), *text.get_position()) for text in ax.texts] == [
        ("0", 0.5, 0.53),
        ("9", 1.5, 0.53),
    ]


def test_the_picture_takes_its_colour_from_the_palette():
    figure = new_figure()
    plot_grids(figure, {"a": torch.ones(1, 1)}, meaning="tied")
    assert "var(--tied-tied, #d55e00)" in Picture(figure, alt="one square").svg()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (torch.ones(3), r"a: a grid has rows and columns, got \(3,\)"),
        (torch.tensor([[1.0, -1.0]]), "a: values must be finite and 0 or more"),
        (torch.tensor([[1.0, float("nan")]]), "a: values must be finite"),
        (torch.tensor([[float("inf")]]), "a: values must be finite"),
    ],
)
def test_what_is_no_grid_is_refused(values, words):
    with pytest.raises(ValueError, match=words):
        plot_grids(new_figure(), {"a": values})


def test_a_top_of_zero_is_refused():
    with pytest.raises(ValueError, match="top must be above 0, got 0"):
        plot_grids(new_figure(), {"a": torch.ones(1, 1)}, top=0)
