"""Colours that stand out from the page in both themes, and the style rules that define them."""

from __future__ import annotations

import re

import pytest

from tying.plotting.palette import DARK, DARK_PAGES, LIGHT, as_variables, palette_css

MEANINGS = ("separate", "tied", "pooled", "alias")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance, as the Web Content Accessibility Guidelines 2.2 define it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of the same guidelines, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_gives_known_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@THEMES
@pytest.mark.parametrize("name", ["ink", "muted", *(f"{meaning}-text" for meaning in MEANINGS)])
def test_text_reaches_the_contrast_of_text(theme, name):
    assert contrast(theme[name], theme["paper"]) >= 4.5


@THEMES
@pytest.mark.parametrize("name", MEANINGS)
def test_lines_reach_the_contrast_of_graphics(theme, name):
    assert contrast(theme[name], theme["paper"]) >= 3


def test_the_first_three_light_colours_are_those_of_okabe_and_ito():
    assert [LIGHT[name] for name in MEANINGS[:3]] == ["#0072b2", "#d55e00", "#009e73"]


def test_both_themes_have_the_same_names_and_every_value_one_name():
    assert list(LIGHT) == list(DARK)
    assert len(set(LIGHT.values())) == len(LIGHT)  # a colour in a figure must say its name


def test_the_rules_give_every_colour_and_the_dark_ones_under_every_dark_page():
    light, dark = palette_css().split("}\n")[:2]
    assert light.startswith(":root {")
    for page in DARK_PAGES:
        assert page in dark
    for rule, theme in ((light, LIGHT), (dark, DARK)):
        assert dict(re.findall(r"--tied-([a-z-]+): (#[0-9a-f]{6});", rule)) == theme


def test_a_colour_becomes_its_variable_in_either_case_and_others_stay():
    text = as_variables("fill: #D55E00; stroke: #123456")
    assert text == "fill: var(--tied-tied, #d55e00); stroke: #123456"
