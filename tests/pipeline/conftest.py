"""A book of a page and two notebooks in a temporary folder, built by the project's own tools."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

ROOT = Path(__file__).parents[2]
CONFIG = """\
title: Mini
author: nobody
only_build_toc_files: true
exclude_patterns: [_build, ".*", "**/.*"]
execute: {execute_notebooks: cache, cache: _build/.jupyter_cache, timeout: 60, stderr_output: error}
latex: {use_jupyterbook_latex: false}
sphinx: {local_extensions: {mark: book/_ext}}
"""
TOC = "format: jb-book\nroot: intro\nchapters: [{file: one}, {file: part/two}]\n"
EXTENSION = """\
def mark(app, name, source):
    source[0] = source[0].replace("THE-MARK", "{word}")

def setup(app):
    app.connect("source-read", mark)
    return {{"parallel_read_safe": True}}
"""
FORMULAS = """\
import sys

def setup(app):
    sys.path.insert(0, {folder!r})
    from tied_book import mathematics
    mathematics.connect(app)
    return {{"parallel_read_safe": True}}
"""
# Every execution leaves a line in a file outside the book, so that none can be hidden.
TRACE = """\
import os
with open(os.environ["TRACE"], "a") as trace:
    print("{name}", file=trace)"""


@dataclass(frozen=True)
class MiniBook:
    """A small book, and what was executed while it was built."""

    root: Path
    trace: Path

    def write(self, name: str, text: str) -> None:
        """Write a file of the book."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def notebook(self, name: str, *cells: tuple[str, str], text: str = "") -> None:
        """Write a notebook with a title, a cell that leaves a trace, and ``cells`` (id, source).

        ``text`` makes a last cell, of Markdown, whose id is "text".
        """
        made = v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python"}}
        )
        made.cells = [
            v4.new_markdown_cell(f"# Chapter {name}", id="title"),
            v4.new_code_cell(TRACE.format(name=name), id="trace"),
            *(v4.new_code_cell(source, id=cell) for cell, source in cells),
            *([v4.new_markdown_cell(text, id="text")] if text else []),
        ]
        nbformat.write(made, self.root / f"{name}.ipynb")

    def formulas(self) -> None:
        """Let KaTeX and the book's own module typeset the mathematics."""
        config = (self.root / "_config.yml").read_text(encoding="utf-8")
        config += "parse: {myst_enable_extensions: [amsmath, dollarmath]}\n"
        more = "extra_extensions: [sphinxcontrib.katex], config: {katex_prerender: true}, local_"
        self.write("_config.yml", config.replace("local_", more))
        self.write("book/_ext/mark.py", FORMULAS.format(folder=str(ROOT / "book" / "_ext")))

    def build(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Build the book with the project's tools."""
        settings = {**os.environ, "TYING_DEVICE": "cpu", "TRACE": str(self.trace), **variables}
        command = [sys.executable, "-m", "tools.build", "--root", str(self.root)]
        return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True)

    def executed(self) -> list[str]:
        """Notebooks that were executed since the last call, sorted."""
        ran = sorted(self.trace.read_text(encoding="utf-8").split()) if self.trace.exists() else []
        self.trace.unlink(missing_ok=True)
        return ran

    def page(self, name: str) -> str:
        """HTML of a page of the published site."""
        return (self.root / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")


def mini_book(folder: Path) -> MiniBook:
    """A book of three pages in ``folder``."""
    book = MiniBook(folder / "book with space", folder / "trace")
    book.write("_config.yml", CONFIG)
    book.write("_toc.yml", TOC)
    book.write("intro.md", "# Mini\n\nThe intro says THE-MARK.\n")
    book.write("book/_ext/mark.py", EXTENSION.format(word="first"))
    book.write("src/package.py", "x = 1\n")
    book.write("data/numbers.txt", "1\n")
    book.write("requirements.txt", "torch==1\n")
    book.write("constraints.txt", "torch==1\n")
    (book.root / "part").mkdir()
    book.notebook("one", ("answer", "6 * 7"))
    book.notebook("part/two", ("sum", "print(sum(range(101)))"))
    return book


@pytest.fixture
def book(tmp_path: Path) -> MiniBook:
    """A small book that was not built yet."""
    return mini_book(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> MiniBook:
    """A small book that was built once; tests that share it leave it built."""
    book = mini_book(tmp_path_factory.mktemp("built"))
    done = book.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert book.executed() == ["one", "part/two"]
    return book
