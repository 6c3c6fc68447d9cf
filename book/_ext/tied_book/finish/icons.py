"""Icons of the theme: its fonts and rules are cut down to the icons that the pages use.

The theme brings about two thousand icons; a page shows a dozen. The subset is made at the end of
every build, from the theme's own files and the finished pages, so that it cannot go stale.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset

SHEET = Path("_static") / "styles" / "pydata-sphinx-theme.css"
FONTS = Path("_static") / "vendor" / "fontawesome" / "webfonts"

FACE = re.compile(r"@font-face\{[^}]*/(fa-(solid|regular|brands)-\d+)\.woff2\)[^}]*\}")
SOURCES = re.compile(r"src:[^};]*")
RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"([^"]*)"\}')
NAME = re.compile(r"\bfa-[a-z0-9-]+")
SIGN = re.compile(r"""(?:content|--pst-icon-[\w-]+):\s*["']\\u?([0-9a-fA-F]{2,5}) ?["']""")
PRIVATE = re.compile(r"[\ue000-\uf8ff]")  # signs that a style sheet writes as they are
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it reports every table

# A face is kept if a page asks for its style; the styles of the theme ask for the solid one.
CLASSES = {
    "regular": r"""class=["'](?:[^"']* )?(?:far|fa-regular)[ "']""",
    "brands": r"""class=["'](?:[^"']* )?(?:fab|fa-brands)[ "']""",
}


def character(value: str) -> str:
    r"""The character that a CSS string such as ``\f002`` or ``\!`` stands for."""
    if match := re.fullmatch(r"\\([0-9a-fA-F]+) ?", value):
        return chr(int(match[1], 16))
    return value.removeprefix("\\")


def keep_rules(sheet: str, names: set[str]) -> tuple[str, set[str]]:
    """``sheet`` with the rules of the icons in ``names`` alone, and the characters of these."""
    signs = set()

    def kept(match: re.Match[str]) -> str:
        selectors = [one for one in match[1].split(",") if one[1:].removesuffix(":before") in names]
        if not selectors:
            return ""
        signs.add(character(match[2]))
        return f'{",".join(selectors)}{{content:"{match[2]}"}}'

    return RULE.sub(kept, sheet), signs


def subset_font(font: Path, signs: Iterable[str]) -> bytes:
    """The glyphs of ``signs`` in the TrueType file ``font``, as WOFF."""
    options = subset.Options(flavor="woff", hinting=False, layout_features=[], notdef_outline=True)
    opened = subset.load_font(str(font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(signs))
    subsetter.subset(opened)
    result = io.BytesIO()
    subset.save_font(opened, result, options)
    return result.getvalue()


def trim_icons(site: Path) -> None:
    """Cut the theme's fonts and style sheet in ``site`` down to what its pages and scripts use.

    Sphinx copies the theme's files whenever it writes a page; if they are not there, the site is
    that of an earlier build and trimmed already.
    """
    if any((site / FONTS).glob("*.ttf")):
        texts = read_all(site, "html") + read_all(site, "js")
        sheet, signs = used_icons(site, texts)
        write_fonts(site, sheet, signs, texts)


def read_all(folder: Path, suffix: str) -> list[str]:
    """Texts of all files of ``folder`` that end in ``suffix``."""
    return [path.read_text(encoding="utf-8") for path in folder.rglob(f"*.{suffix}")]


def used_icons(site: Path, texts: list[str]) -> tuple[str, set[str]]:
    """The theme's style sheet without rules of other icons, and the characters that it shows.

    Icons are used by their names in ``texts``, and by their characters in any style sheet.
    """
    names = {name for text in texts for name in NAME.findall(text)}
    sheet, signs = keep_rules((site / SHEET).read_text(encoding="utf-8"), names)
    styles = RULE.sub("", "\n".join([sheet, *read_all(site / "_static", "css")]))
    signs |= {chr(int(code, 16)) for code in SIGN.findall(styles)}
    signs |= set(PRIVATE.findall(styles))
    return sheet, signs


def write_fonts(site: Path, sheet: str, signs: set[str], texts: list[str]) -> None:
    """Write fonts of ``signs`` in the place of the theme's, and ``sheet`` with their names."""

    def face(match: re.Match[str]) -> str:
        style = match[2]
        if style in CLASSES and not any(re.search(CLASSES[style], text) for text in texts):
            return ""
        content = subset_font(site / FONTS / f"{match[1]}.ttf", sorted(signs))
        # The digest in the name makes browsers fetch the font again when it changes.
        name = f"{match[1]}-{hashlib.sha256(content).hexdigest()[:8]}.woff"
        (site / FONTS / name).write_bytes(content)
        address = f'src:url(../vendor/fontawesome/webfonts/{name}) format("woff")'
        return SOURCES.sub(address, match[0])

    for old in (site / FONTS).glob("*.woff"):
        old.unlink()
    (site / SHEET).write_text(FACE.sub(face, sheet), encoding="utf-8")
    for whole in [*(site / FONTS).glob("*.ttf"), *(site / FONTS).glob("*.woff2")]:
        whole.unlink()
