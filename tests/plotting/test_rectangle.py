"""The rectangle and its strips: where they are drawn, and what stands beside them."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from tying.plotting.picture import new_figure
from tying.plotting.rectangle import plot_growing_rectangle


def test_each_strip_lies_along_the_other_side_and_is_as_thick_as_the_step():
    ax = plot_growing_rectangle(new_figure().subplots(), weight=3, added=2, step=0.5)
    boxes = [
        (*one.get_xy(), one.get_width(), one.get_height())
        for one in ax.patches
        if isinstance(one, Rectangle)
    ]
    assert boxes == [(0, 0, 5, 3), (0, 3, 5, 0.5), (5, 0, 0.5, 3)]
    assert {"5 long", "3 long", "$w = 3$"} <= {text.get_text() for text in ax.texts}
