"""A build that fails says where, fails again, and leaves the last good book alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.conftest import MiniBook


def test_failing_cells_are_all_named_and_the_old_site_stays(book: MiniBook):
    assert book.build().returncode == 0
    before = {path: path.read_bytes() for path in files(book)}
    book.write("intro.md", "# Mini\n\nAnother text.\n")
    book.notebook("one", ("good-cell", "x = 1"), ("bad-cell", "def f():\n    return 1 / 0\nf()"))
    book.notebook("part/two", ("worse-cell", "raise KeyError('lost')"))
    done = book.build()
    assert done.returncode == 1
    assert "one.ipynb, cell bad-cell:" in done.stderr
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "return 1 / 0" in done.stderr
    assert "part/two.ipynb, cell worse-cell:" in done.stderr
    assert "KeyError: 'lost'" in done.stderr
    assert "\x1b[" not in done.stderr
    assert "2 notebook(s) failed. _build/html is unchanged" in done.stderr
    assert {path: path.read_bytes() for path in files(book)} == before


def test_without_an_old_site_a_failure_leaves_none(book: MiniBook):
    book.notebook("one", ("bad-cell", "1 / 0"))
    done = book.build()
    assert done.returncode == 1
    assert "There is no book in _build/html." in done.stderr
    assert not (book.root / "_build" / "html").exists()


def test_a_warning_in_a_cell_fails_every_time(book: MiniBook):
    book.notebook("one", ("warn-cell", "import warnings\nwarnings.warn('mind the gap')"))
    for _ in range(2):
        done = book.build()
        assert done.returncode == 1
        assert "one.ipynb, cell warn-cell:" in done.stderr
        assert "UserWarning: mind the gap" in done.stderr
    assert book.executed() == ["one", "one", "part/two"]


def test_a_cell_that_takes_too_long_is_named(book: MiniBook):
    config = (book.root / "_config.yml").read_text(encoding="utf-8")
    book.write("_config.yml", config.replace("timeout: 60", "timeout: 1"))
    book.notebook("one", ("endless-cell", "while True: pass"))
    done = book.build()
    assert done.returncode == 1
    assert "one.ipynb, cell endless-cell: took longer than 1 s" in done.stderr


def test_a_dead_kernel_is_reported(book: MiniBook):
    book.notebook("one", ("fatal-cell", "import os\nos._exit(1)"))
    done = book.build()
    assert done.returncode == 1
    assert "one.ipynb, cell fatal-cell: the kernel died" in done.stderr


def test_a_warning_of_sphinx_fails_again_until_it_is_mended(book: MiniBook):
    good = "# Mini\n\nThe intro says THE-MARK.\n"
    book.write("intro.md", f"{good}\nSee [nothing](missing.md).\n")
    for _ in range(2):
        done = book.build()
        assert done.returncode == 1
        assert "intro.md" in done.stderr
        assert "missing.md" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (book.root / "_build" / "html").exists()
    book.write("intro.md", good)
    assert book.build().returncode == 0
    assert "The intro says first." in book.page("intro")
    assert book.executed() == ["one", "part/two"]


def test_a_file_that_is_no_notebook_is_named_beside_the_others(book: MiniBook):
    whole = (book.root / "one.ipynb").read_text(encoding="utf-8")
    book.write("one.ipynb", whole[: len(whole) // 2])
    book.notebook("part/two", ("worse-cell", "raise KeyError('lost')"))
    done = book.build()
    assert done.returncode == 1
    assert "one.ipynb: is not a notebook: " in done.stderr
    assert "part/two.ipynb, cell worse-cell:" in done.stderr
    assert "2 notebook(s) failed. There is no book in _build/html." in done.stderr
    assert "NotJSONError" not in done.stderr


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"nbformat": 9}'])
def test_other_json_is_no_notebook_either(book: MiniBook, content: str):
    book.write("one.ipynb", content)
    done = book.build()
    assert done.returncode == 1
    assert "one.ipynb: is not a notebook: " in done.stderr
    assert "Traceback" not in done.stderr


def test_what_has_no_plain_form_is_named_in_one_line(book: MiniBook):
    config = (book.root / "_config.yml").read_text(encoding="utf-8")
    book.write("_config.yml", f"{config}bibtex_bibfiles: [references.bib]\n")
    book.write("references.bib", "")
    book.write("pyproject.toml", "[project]\nname = 'mini'\nversion = '1'\n")
    assert book.build().returncode == 0
    before = {path: path.read_bytes() for path in files(book)}
    book.notebook("one", text="A note.[^1]\n\n[^1]: Below.")
    done = book.build()
    assert done.returncode == 1
    line, blank, last = done.stderr.splitlines()[-3:]
    assert line.startswith("one, cell text: ") and "[^1]" in line
    assert (blank, last.partition(":")[0]) == ("", "The pages failed. _build/html is unchanged")
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in files(book)} == before


def test_a_warning_of_sphinx_names_the_cell_and_has_no_colours(book: MiniBook):
    book.notebook("part/two", text="## Section\n\nSee [nothing](missing.md).")
    done = book.build(FORCE_COLOR="1")
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "WARNING" in line]
    assert line.startswith("part/two.ipynb, cell text, line 3: WARNING: ")
    assert "\x1b[" not in done.stderr


def test_a_formula_that_katex_refuses_fails_the_build(book: MiniBook):
    book.formulas()
    book.notebook("one", text="Half is $\\frac{1}{2}$.\n\nAnd $\\frac{1$ is\n\n$$\n\\nothing\n$$")
    done = book.build()
    assert done.returncode == 1
    inline, block = [line for line in done.stderr.splitlines() if "WARNING" in line]
    assert inline.startswith("one.ipynb, cell text, line 3: WARNING: formula '\\\\frac{1': ")
    assert "KaTeX parse error" in inline
    assert block.startswith("one.ipynb, cell text, line 5: WARNING: formula ")
    assert r"Undefined control sequence: \nothing" in block


def test_an_environment_that_is_numbered_twice_fails_the_build(book: MiniBook):
    book.formulas()
    starred = "\\begin{align*}\na &= b\n\\end{align*}"
    inner = "$$\n\\begin{aligned}\na &= b\n\\end{aligned}\n$$ (sum)"
    book.notebook("one", text=f"{starred}\n\n{inner}")
    done = book.build()
    assert done.returncode == 0, done.stderr
    book.notebook("one", text=f"{starred}\n\n{starred.replace('*', '')}\n\n{inner}")
    done = book.build()
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "WARNING" in line]
    assert line.startswith("one.ipynb, cell text, line 5: WARNING: align outside of $$ is numbered")
    assert "write align*, or $$ ... $$ (label)" in line


def files(book: MiniBook) -> list[Path]:
    """Files of the published site."""
    return sorted(path for path in (book.root / "_build" / "html").rglob("*") if path.is_file())
