"""Code on a page of text: cells that the build runs, and code that only a test runs."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "book" / "package"
BLOCK = re.compile(
    r"^```(?P<kind>\{code-cell\}|python)\n(?P<code>.*?)^```\n"
    r"(?:\n```text\n(?P<output>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A piece of code on a page.

    Attributes:
        code: as a reader copies it.
        output: what the page says that it prints; None if the page does not say.
        is_cell: whether the build runs it.
    """

    code: str
    output: str | None
    is_cell: bool


def blocks(page: str) -> list[Block]:
    """All code on the page ``page`` of the package, in order."""
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    return [
        Block(
            "\n".join(line for line in match["code"].splitlines() if not line.startswith(":tags:")),
            match["output"],
            match["kind"] != "python",
        )
        for match in BLOCK.finditer(text)
    ]


def run(page: str) -> list[tuple[Block, str]]:
    """Run the code of ``page`` from top to bottom; each piece with what it printed."""
    namespace: dict[str, object] = {"__name__": "page"}
    ran = []
    for block in blocks(page):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.code, f"{page}.md", "exec"), namespace)
        ran.append((block, printed.getvalue()))
    return ran
