"""Write the stub of a widget: python -m tools.stubs.widget NOUN.

The stub is a folder with the widget's Python, its modules of JavaScript, style and words, and its
tests. It works in the page and with a kernel.
"""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path

from tools.stubs.files import Refused, run, write

NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
TEMPLATES = Path(__file__).with_name("widget_files")
"""In these files MODULE, CLASS, SLUG and TITLE stand for the name: a_b, AB, a-b and A b."""

PLACES = {
    "__init__.py": "src/tying/widgets/{module}",
    "gradient.js": "src/tying/widgets/{module}",
    "picture.js": "src/tying/widgets/{module}",
    "widget.css": "src/tying/widgets/{module}",
    "widget.js": "src/tying/widgets/{module}",
    "words.js": "src/tying/widgets/{module}",
    "gradient.test.js": "tests/widgets/{module}",
    "test_widget.py": "tests/widgets",
}
"""Folder of each file of the stub; ``test_widget.py`` gets the name of the widget."""


def add_widget(root: Path, name: str) -> list[Path]:
    """Write the stub of the widget ``name`` into the project ``root``; its files.

    Raises:
        Refused: if ``name`` is not a noun, or is taken; nothing is written then.
    """
    module = name.replace("-", "_")
    if not NAME.fullmatch(name) or keyword.iskeyword(module):
        raise Refused(
            f"A widget is named by a noun of lower-case words joined by hyphens; got {name!r}"
        )
    folder = root / "src" / "tying" / "widgets"
    for taken in (folder / module, folder / f"{module}.py"):
        if taken.exists():
            raise Refused(f"{taken.relative_to(root)} exists already; choose another noun")
    words = {
        "MODULE": module,
        "CLASS": "".join(word.capitalize() for word in name.split("-")),
        "SLUG": name,
        "TITLE": name.replace("-", " ").capitalize(),
    }
    files = {}
    for template, place in PLACES.items():
        file = template.replace("test_widget", f"test_{module}")
        text = (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
        files[root / place.format(module=module) / file] = filled(text, words)
    write(files, {})
    return list(files)


def filled(text: str, words: dict[str, str]) -> str:
    """``text`` with every word of ``words`` in the place of its mark."""
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


def main() -> int:
    """Write the stub of the widget that is named; the exit status."""
    return run(add_widget, "Name the widget: make widget NAME=noun")


if __name__ == "__main__":
    sys.exit(main())
