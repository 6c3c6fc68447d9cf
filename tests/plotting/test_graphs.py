"""Computational graphs: what stands where, which arrow leads where, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from tying.plotting.graphs import HALF_HEIGHT, Arrow, plot_graph
from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure

PLACES = {"W": (1.0, 1.5), "x": (0.0, 0.0), "y": (2.0, 0.0)}


def drawn(*arrows: Arrow, **options):
    """The axes, the boxes by the middle of each, and the arrows."""
    figure = new_figure()
    ax = plot_graph(figure.subplots(), PLACES, arrows, **options)
    figure.draw_without_rendering()  # only now is a unit as long down as across
    boxes = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    middles = {
        (box.get_x() + box.get_width() / 2, box.get_y() + box.get_height() / 2): box
        for box in boxes
    }
    return ax, middles, [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def test_every_value_has_a_box_at_its_place_with_its_name():
    ax, boxes, arrows = drawn()
    assert {text.get_text(): text.get_position() for text in ax.texts} == PLACES
    assert set(boxes) == set(PLACES.values()) and arrows == []


def test_an_arrow_leads_from_its_start_to_its_end():
    ax, boxes, (arrow,) = drawn(Arrow("W", "y"))
    inside = ax.transData.inverted()
    box = arrow.get_window_extent()
    (left, bottom), (right, top) = inside.transform(box.p0), inside.transform(box.p1)
    # From the lower side of the box of W to the upper side of that of y: not into either.
    assert 1.0 < left < 1.3 and 1.1 < top < 1.5 - HALF_HEIGHT + 0.05
    assert 1.6 < right < 2.0 and HALF_HEIGHT - 0.05 < bottom < 0.4
    assert (arrow.patchA, arrow.patchB) == (boxes[PLACES["W"]], boxes[PLACES["y"]])
    style: Any = arrow.get_arrowstyle()
    assert style.arrow == "-|>"


def test_only_values_and_arrows_with_a_meaning_have_its_colour():
    _, boxes, (tied, plain) = drawn(
        Arrow("W", "y", meaning="tied"), Arrow("x", "y"), meanings={"W": "tied"}
    )
    assert to_hex(boxes[PLACES["W"]].get_edgecolor()) == LIGHT["tied"]
    assert to_hex(boxes[PLACES["x"]].get_edgecolor()) == LIGHT["muted"]
    assert (to_hex(tied.get_edgecolor()), to_hex(plain.get_edgecolor())) == (
        LIGHT["tied"],
        LIGHT["muted"],
    )
    assert tied.get_linewidth() > plain.get_linewidth()


def test_the_way_of_a_gradient_is_dashed():
    _, _, (there, back) = drawn(Arrow("x", "y"), Arrow("y", "x", back=True))
    assert there.get_linestyle() == "solid" and back.get_linestyle() != "solid"


@pytest.mark.parametrize(("bend", "place"), [(0, (1.0, 0.0)), (0.25, (1.0, 0.5))])
def test_a_label_stands_at_the_middle_of_its_arrow(bend, place):
    ax, _, (arrow,) = drawn(Arrow("x", "y", label="half", bend=bend))
    (label,) = (text for text in ax.texts if text.get_text() == "half")
    assert label.get_position() == pytest.approx(place)
    # The curve itself, a parabola with one control point, is there too when half its way is gone.
    connect: Any = arrow.get_connectionstyle()
    ends = ax.transData.transform([PLACES["x"], PLACES["y"]])
    (x0, y0), (cx, cy), (x1, y1) = connect(*ends, shrinkA=0, shrinkB=0).vertices
    middle = (x0 + 2 * cx + x1) / 4, (y0 + 2 * cy + y1) / 4
    assert ax.transData.inverted().transform(middle) == pytest.approx(place)


@pytest.mark.parametrize("options", [{}, {"meanings": {"z": "tied"}}])
def test_a_value_without_a_place_is_refused(options):
    arrows = [] if options else [Arrow("z", "y")]
    with pytest.raises(ValueError, match="no place for z; there are W, x, y"):
        drawn(*arrows, **options)


def test_an_arrow_from_a_value_to_itself_is_refused():
    with pytest.raises(ValueError, match="an arrow needs two places, got x and x"):
        drawn(Arrow("x", "x"))


def test_a_label_beside_an_arrow_stands_to_the_left_of_its_middle_or_to_the_right():
    ax, *_ = drawn(
        Arrow("x", "y", "above", beside=0.3),
        Arrow("y", "x", "below", beside=0.4),
        Arrow("W", "x", "on"),
    )
    places = {text.get_text(): text.get_position() for text in ax.texts}
    assert places["above"] == pytest.approx((1.0, 0.3))
    assert places["below"] == pytest.approx((1.0, -0.4))
    assert places["on"] == pytest.approx((0.5, 0.75))
