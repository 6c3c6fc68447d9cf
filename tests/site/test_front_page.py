"""What the front page prints is what its example prints."""

from __future__ import annotations

import re
from pathlib import Path

FRONT_PAGE = Path(__file__).parents[2] / "book" / "intro.md"


def test_the_example_prints_what_stands_below_it(capsys):
    text = FRONT_PAGE.read_text(encoding="utf-8")
    (code,), (printed,) = (
        re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL) for language in ("python", "text")
    )
    exec(compile(code, str(FRONT_PAGE), "exec"), {})
    assert capsys.readouterr().out.strip() == printed.strip()
