"""The one source of the book's colours, and of what tells them apart without colour.

The same colour means the same thing everywhere: separate, tied, partly pooled, and alias, the tie
that is not one. The light values of the first three are those of Okabe and Ito, *Color Universal
Design*, 2008. Text is set in ink or muted; the four meanings colour lines and areas, which
ask for less contrast; a word that must be coloured takes the darker ``-text`` value. A line style,
a mark or a word always says the same again.
"""

from __future__ import annotations

import re

LIGHT = {
    "ink": "#1b1f24",
    "muted": "#5a6472",
    "paper": "#ffffff",
    "grid": "#d5dae1",
    "separate": "#0072b2",
    "tied": "#d55e00",
    "pooled": "#009e73",
    "alias": "#9c3f78",
    "separate-text": "#00639b",
    "tied-text": "#b34a00",
    "pooled-text": "#00775a",
    "alias-text": "#8a3469",
}
"""Colours on a light page, by name."""

DARK = {
    "ink": "#e8eaee",
    "muted": "#a3adba",
    "paper": "#14181e",
    "grid": "#3b4350",
    "separate": "#56b4e9",
    "tied": "#ff9a52",
    "pooled": "#3ecf9f",
    "alias": "#e89ac7",
    "separate-text": "#7cc4ee",
    "tied-text": "#ffb27d",
    "pooled-text": "#66dab3",
    "alias-text": "#efb3d5",
}
"""The same names on a dark page."""

NAMES = {"separate": "separate", "tied": "tied", "pooled": "partly pooled"}
"""What the three kinds of estimates are called in a figure."""

DASHES = {"separate": "-", "tied": "--", "pooled": ":"}
"""Line styles of curves that depend on a setting, such as risk on heterogeneity."""

PATH_DASHES = {"separate": "solid", "tied": "solid", "pooled": (0, (6, 2)), "alias": (0, (2, 1.5))}
"""Line styles of the paths of parameters, which show single steps of an optimiser.

Separate and tied are both solid: a tied group has one path, which is drawn wider.
"""

MARKS = {"separate": "o", "tied": "s", "pooled": "D"}
"""Marks of single values."""

DARK_PAGES = (
    'html[data-theme="dark"]',
    'html[theme="dark"]',
    'body[data-jp-theme-light="false"]',
    "body.vscode-dark",
)
"""Selectors of dark pages: the book, Colab, JupyterLab, VS Code."""


def palette_css() -> str:
    """The style rules that give every colour to a page as ``--tied-<name>``."""
    return _rule(":root", LIGHT) + _rule(",\n".join(DARK_PAGES), DARK)


def as_variables(text: str) -> str:
    """``text`` with every light colour replaced by its variable, the colour as its fallback."""
    names = {value: name for name, value in LIGHT.items()}
    return re.sub(
        "|".join(map(re.escape, names)),
        lambda match: f"var(--tied-{names[match[0].lower()]}, {match[0].lower()})",
        text,
        flags=re.IGNORECASE,
    )


def _rule(selector: str, colours: dict[str, str]) -> str:
    lines = "".join(f"  --tied-{name}: {value};\n" for name, value in colours.items())
    return f"{selector} {{\n{lines}}}\n"
