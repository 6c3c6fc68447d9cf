"""Small books in a temporary folder, built by the project's own tools.

A build takes seconds, so that few books are built, each for many tests: ``built`` went well, and
every test gets it as it was then; ``test_failures.py`` has two that did not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import v4

ROOT = Path(__file__).parents[2]
CONFIG = """\
title: Mini
author: nobody
only_build_toc_files: true
exclude_patterns: [_build, ".*", "**/.*", README.md]
execute: {execute_notebooks: cache, cache: _build/.jupyter_cache, timeout: 60, stderr_output: error}
bibtex_bibfiles: [references.bib]
latex: {use_jupyterbook_latex: false}
parse: {myst_enable_extensions: [amsmath, colon_fence, dollarmath]}
sphinx:
  local_extensions: {mini: book/_ext}
  extra_extensions: [sphinxcontrib.katex]
  config: {katex_prerender: true}
"""
# The extension shows the word that takes the place of THE-MARK, and lets the modules of the book's
# own extension typeset mathematics and make the index of the search.
EXTENSION = """\
import sys

def mark(app, name, source):
    source[0] = source[0].replace("THE-MARK", "{word}")

def setup(app):
    sys.path.insert(0, {folder!r})
    from tied_book import mathematics, search
    mathematics.connect(app)
    search.connect(app)
    app.connect("source-read", mark)
    return {{"parallel_read_safe": True}}
"""
PROJECT = """\
[project]
name = "mini"
version = "1"
requires-python = ">=3.11"
dependencies = ["torch>=2.6"]
optional-dependencies.book = ["matplotlib>=3.8"]
"""
GLOSSARY = """\
# Terms

:::{{glossary}}
alias
  Two names.

{second}
  One place.
:::
"""
# Every execution leaves a line in a file outside the book, so that none can be hidden.
TRACE = """\
import os
with open(os.environ["TRACE"], "a") as trace:
    print("{name}", file=trace)"""
# A page of text that is a notebook too.
WORKED = """\
---
file_format: mystnb
kernelspec: {{name: python3}}
---

# Worked

```{{code-cell}}
{trace}
```

```{{code-cell}}
import random
random.seed(11)
print(12 * 12)
```
"""
# Half a gibibyte in one piece, touched so that the system really gives it.
LARGE = "large = bytearray(b'1') * 2**29\ndel large"


@dataclass(frozen=True)
class MiniBook:
    """A small book, and what was executed while it was built."""

    root: Path
    trace: Path

    @property
    def site(self) -> Path:
        """Folder of the published site."""
        return self.root / "_build" / "html"

    def write(self, name: str, text: str) -> None:
        """Write a file of the book."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def chapters(self, *names: str) -> None:
        """Write a table of contents: the intro, and these pages."""
        files = ", ".join(f"{{file: {name}}}" for name in names)
        self.write("_toc.yml", f"format: jb-book\nroot: intro\nchapters: [{files}]\n")

    def extension(self, word: str) -> None:
        """Write the extension, which shows ``word``."""
        text = EXTENSION.format(word=word, folder=str(ROOT / "book" / "_ext"))
        self.write("book/_ext/mini.py", text)

    def notebook(self, name: str, *cells: tuple[str, str], text: str = "") -> None:
        """Write a notebook with a title, a cell that leaves a trace, and ``cells`` (id, source).

        ``text`` makes a last cell, of Markdown, whose id is "text".
        """
        notebook = v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python"}}
        )
        notebook.cells = [
            v4.new_markdown_cell(f"# Chapter {name}", id="title"),
            v4.new_code_cell(TRACE.format(name=name), id="trace"),
            *(v4.new_code_cell(source, id=cell) for cell, source in cells),
            *([v4.new_markdown_cell(text, id="text")] if text else []),
        ]
        nbformat.write(notebook, self.root / f"{name}.ipynb")

    def build(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Build the book with the project's tools."""
        settings = {**os.environ, "TYING_DEVICE": "cpu", "TRACE": str(self.trace), **variables}
        command = [sys.executable, "-m", "tools.build", "--root", str(self.root)]
        return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True)

    def executed(self) -> list[str]:
        """Notebooks that were executed since the last call, sorted."""
        names = self.trace.read_text(encoding="utf-8").split() if self.trace.exists() else []
        self.trace.unlink(missing_ok=True)
        return sorted(names)

    def page(self, name: str) -> str:
        """HTML of a page of the published site."""
        return (self.site / f"{name}.html").read_text(encoding="utf-8")

    def pages(self) -> dict[Path, bytes]:
        """Content of every file of the published site."""
        return {path: path.read_bytes() for path in self.site.rglob("*") if path.is_file()}

    def record(self) -> dict[str, Any]:
        """The record of the last build."""
        return json.loads((self.root / "_build" / "execution.json").read_text(encoding="utf-8"))

    def terms(self) -> set[str]:
        """Terms in the index of the search."""
        text = (self.site / "searchindex.js").read_text(encoding="utf-8")
        return set(json.loads(text.partition("(")[2].rpartition(")")[0])["indexentries"])


def mini_book(folder: Path) -> MiniBook:
    """A book of five pages in ``folder``."""
    book = MiniBook(folder / "book with space", folder / "trace")
    book.write("_config.yml", CONFIG)
    book.chapters("one", "part/two", "worked", "terms")
    book.extension("first")
    book.write("intro.md", "# Mini\n\nThe intro says THE-MARK.\n")
    book.write("terms.md", GLOSSARY.format(second="slot"))
    book.write("worked.md", WORKED.format(trace=TRACE.format(name="worked")))
    book.write("src/package.py", "x = 1\n")
    book.write("data/numbers.txt", "1\n")
    book.write("requirements.txt", "torch==1\n")
    book.write("constraints.txt", "torch==1\n")
    book.write("references.bib", "")
    book.write("pyproject.toml", PROJECT)
    book.write("README.md", "A small book.\n")
    book.write("LICENSE", "Take it.\n")
    (book.root / "part").mkdir()
    seeds = "import random\nrandom.seed(7)\nrandom.seed(3)"
    book.notebook("one", ("seeds", seeds), ("answer", "6 * 7"))
    book.notebook("part/two", ("large", LARGE), ("sum", "print(sum(range(101)))"))
    return book


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[MiniBook, Path]:
    """A small book that was built once, and a copy of its folder."""
    folder = tmp_path_factory.mktemp("built")
    book = mini_book(folder)
    completed = book.build()
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert book.executed() == ["one", "part/two", "worked"]
    return book, shutil.copytree(book.root, folder / "as it was built")


@pytest.fixture
def built(first_build: tuple[MiniBook, Path]) -> MiniBook:
    """The small book as it was built: at the same place, since Sphinx remembers its place."""
    book, copy = first_build
    shutil.rmtree(book.root)
    shutil.copytree(copy, book.root)
    book.executed()
    return book
