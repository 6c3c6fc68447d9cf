"""A figure as SVG for a page: the same each time, in the colours of the theme, and with words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
import pytest

from tying.plotting.palette import LIGHT
from tying.plotting.picture import STYLE, Picture, new_figure

WORDS = "A line that rises."


def rising() -> Picture:
    with mpl.rc_context(STYLE):
        figure = new_figure(3, 2)
        ax = figure.subplots()
        ax.plot([0, 1], [0, 1], color=LIGHT["tied"])
        ax.fill_between([0, 1], [0, 1], color=LIGHT["separate"], alpha=0.5)
        ax.set(title="a title", xlabel="$k$")
    return Picture(figure, WORDS)


def test_the_bundle_is_the_svg_and_the_words():
    picture = rising()
    assert picture._repr_mimebundle_() == {"image/svg+xml": picture.svg(), "text/plain": WORDS}


def test_two_drawings_of_one_thing_are_equal_to_the_last_character():
    assert rising().svg() == rising().svg()


def test_every_colour_is_a_variable_with_the_colour_as_its_fallback():
    svg = rising().svg()
    for name in ("tied", "separate", "ink", "muted", "paper"):
        assert f"var(--tied-{name}, {LIGHT[name]})" in svg
    bare = re.sub(r"var\(--tied-[a-z-]+, #[0-9a-f]{6}\)", "", svg)
    assert re.findall(r"#[0-9a-fA-F]{6}\b", bare) == []


def test_it_is_an_element_that_may_stand_inside_a_page():
    svg = rising().svg()
    root = ET.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert svg.startswith("<svg ")
    for outside in ("<?xml", "<!DOCTYPE", "<style", "<metadata", "Date", "matplotlib.org"):
        assert outside not in svg


def test_text_is_text_in_the_fonts_of_the_page():
    texts = [
        node.text for node in ET.fromstring(rising().svg()).iter() if node.tag.endswith("text")
    ]
    assert "a title" in texts
    assert "system-ui" in rising().svg()


@pytest.mark.parametrize("alt", ["", "  ", "\n\t"])
def test_a_picture_without_words_is_refused(alt):
    with pytest.raises(ValueError, match="alt is blank"):
        Picture(new_figure(), alt)


def test_words_that_run_over_several_lines_become_one():
    assert Picture(new_figure(), " one\n    two ").alt == "one two"
