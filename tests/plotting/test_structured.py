"""Matrices of shared weights: what is drawn where."""

from __future__ import annotations

import numpy as np
import torch
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure
from tying.plotting.structured import STRENGTHS, plot_kernel, plot_pattern

INDEX = torch.tensor([[0, 1, -1], [-1, 0, 1]])


def drawn(**options):
    """Squares, their colours, and the outlines as corner and size."""
    ax = plot_pattern(new_figure().subplots(), INDEX, **options)
    (squares,) = (one for one in ax.collections if isinstance(one, PolyCollection))
    corners = [tuple(np.asarray(path.vertices)[0].tolist()) for path in squares.get_paths()]
    frames = [(p.get_xy(), p.get_width()) for p in ax.patches if isinstance(p, Rectangle)]
    return corners, np.asarray(squares.get_facecolor()), frames


def test_every_entry_with_a_weight_has_a_square_and_zeros_have_none():
    corners, colours, _ = drawn()
    assert corners == [(0, 0), (1, 0), (1, 1), (2, 1)]
    assert np.allclose(colours[:, 3], [STRENGTHS[k] / 100 for k in (0, 1, 0, 1)])
    assert {to_hex(colour) for colour in colours} == {LIGHT["tied"]}


def test_all_places_of_a_weight_are_marked_and_a_row_is_framed():
    _, _, frames = drawn(weight=1, row=0)
    assert frames == [((1, 0), 1), ((2, 1), 1), ((0, 0), 3)]


def test_without_sharing_the_weight_is_marked_in_its_row_alone_in_another_colour():
    _, colours, frames = drawn(weight=1, row=1, shared=False)
    assert {to_hex(colour) for colour in colours} == {LIGHT["separate"]}
    assert frames == [((2, 1), 1), ((0, 1), 3)]


def test_a_kernel_has_letter_and_value_of_each_weight():
    ax = plot_kernel(new_figure().subplots(), [0, 1, -2, 3, 0.5, 0, 0, 0, 4], weight=5)
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["a 0", "b 1", "c −2", "d 3", "e 0.5", "f 0", "g 0", "h 0", "i 4"]
    outline = ax.patches[-1]
    assert isinstance(outline, Rectangle) and outline.get_xy() == (2, 1)
