"""A build that fails says where, fails again, and keeps the last good book."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

import pytest

from tests.pipeline.conftest import CONFIG, MiniBook, mini_book

OTHER_JSON = {"blank": "", "list": "[]", "object": "{}", "future": '{"nbformat": 9}'}
LINK = "See [nothing](missing.md)."
STARRED = "\\begin{align*}\na &= b\n\\end{align*}"
INNER = "$$\n\\begin{aligned}\na &= b\n\\end{aligned}\n$$ (sum)"
KERNEL = re.compile(r"/(?:zmq|tornado|asyncio|ipykernel|jupyter_client)/")


@dataclass(frozen=True)
class Failure:
    """A book that failed: the builds, in order, and the notebooks that each executed."""

    book: MiniBook
    builds: list[subprocess.CompletedProcess[str]]
    executed: list[list[str]]


def frames(stderr: str) -> list[str]:
    """Files of the tracebacks in ``stderr``, without those that a kernel prints while it ends."""
    return [path for path in re.findall(r'File "([^"]+)"', stderr) if not KERNEL.search(path)]


def failure(book: MiniBook) -> Failure:
    """What is known of a book that was not built yet."""
    return Failure(book, [], [])


def build(failed: Failure, **variables: str) -> None:
    """Build the book once more."""
    failed.builds.append(failed.book.build(**variables))
    failed.executed.append(failed.book.executed())


@pytest.fixture(scope="session")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Failure:
    """A book in which each notebook but one fails in a way of its own; then again two of them."""
    book = mini_book(tmp_path_factory.mktemp("cells"))
    book.write("_config.yml", CONFIG.replace("timeout: 60", "timeout: 10"))
    book.notebook("good", ("answer", "6 * 7"))
    book.notebook("bad", ("fine-cell", "x = 1"), ("bad-cell", "def f():\n    return 1 / 0\nf()"))
    book.notebook("warned", ("warn-cell", "import warnings\nwarnings.warn('mind the gap')"))
    book.notebook("endless", ("endless-cell", "import time\ntime.sleep(1000)"))
    book.notebook("dead", ("fatal-cell", "import os\nos._exit(1)"))
    whole = (book.root / "good.ipynb").read_text(encoding="utf-8")
    book.write("half.ipynb", whole[: len(whole) // 2])
    for name, content in OTHER_JSON.items():
        book.write(f"{name}.ipynb", content)
    book.chapters("good", "bad", "warned", "endless", "dead", "half", *OTHER_JSON)
    failed = failure(book)
    build(failed, FORCE_COLOR="1")
    book.chapters("good", "warned")
    build(failed)
    return failed


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Failure:
    """A book whose pages have warnings of Sphinx: built, built again, and built when repaired."""
    book = mini_book(tmp_path_factory.mktemp("pages"))
    book.chapters("one", "part/two", "three")
    book.write("intro.md", f"# Mini\n\nThe intro says THE-MARK.\n\n{LINK}\n")
    katex = "Half is $\\frac{1}{2}$.\n\nAnd $\\frac{1$ is\n\n$$\n\\nothing\n$$"
    book.notebook("one", text=katex)
    book.notebook("part/two", text=f"## Section\n\n{LINK}")
    book.notebook("three", text=f"{STARRED}\n\n{STARRED.replace('*', '')}\n\n{INNER}")
    failed = failure(book)
    build(failed, FORCE_COLOR="1")
    build(failed)
    assert not book.site.exists()
    book.write("intro.md", "# Mini\n\nThe intro says THE-MARK.\n")
    book.notebook("one", text="Half is $\\frac{1}{2}$.")
    book.notebook("part/two", text="## Section")
    book.notebook("three", text=f"{STARRED}\n\n{INNER}")
    build(failed)
    return failed


def report_on(failed: Failure, notebook: str, build: int = 0) -> str:
    """What a build says of ``notebook``, in the place of its own."""
    sections = failed.builds[build].stderr.split(f"\n{'=' * 78}\n")[1:]
    (section,) = [text for text in sections if text.startswith(notebook)]
    return section


def warnings(failed: Failure, page: str) -> list[str]:
    """Warnings of the first build on ``page``."""
    lines = failed.builds[0].stderr.splitlines()
    return [line for line in lines if "WARNING" in line and page in line.partition(":")[0]]


def test_failing_cells_are_all_named_and_the_old_site_stays(built: MiniBook):
    before = built.pages()
    built.write("intro.md", "# Mini\n\nAnother text.\n")
    built.notebook("one", ("good-cell", "x = 1"), ("bad-cell", "1 / 0"))
    built.notebook("part/two", ("worse-cell", "raise KeyError('lost')"))
    completed = built.build()
    assert completed.returncode == 1
    assert "one.ipynb, cell bad-cell:" in completed.stderr
    assert "part/two.ipynb, cell worse-cell:" in completed.stderr
    assert "KeyError: 'lost'" in completed.stderr
    assert "2 notebook(s) failed. _build/html is unchanged" in completed.stderr
    assert built.pages() == before


def test_without_an_old_site_a_failure_leaves_none(cells: Failure):
    assert cells.builds[0].returncode == 1
    assert "9 notebook(s) failed. There is no book in _build/html." in cells.builds[0].stderr
    assert not cells.book.site.exists()


def test_a_failing_cell_is_named_with_its_traceback_and_without_colours(cells: Failure):
    report = report_on(cells, "bad.ipynb")
    assert report.startswith("bad.ipynb, cell bad-cell:")
    assert "ZeroDivisionError: division by zero" in report
    assert "return 1 / 0" in report
    assert "\x1b[" not in report


def test_a_warning_in_a_cell_fails_every_time_and_what_went_well_is_cached(cells: Failure):
    assert [completed.returncode for completed in cells.builds] == [1, 1]
    for build in (0, 1):
        report = report_on(cells, "warned.ipynb", build)
        assert report.startswith("warned.ipynb, cell warn-cell:")
        assert "UserWarning: mind the gap" in report
    assert cells.executed == [["bad", "dead", "endless", "good", "warned"], ["warned"]]


def test_a_cell_that_takes_too_long_is_named(cells: Failure):
    assert "endless.ipynb, cell endless-cell: took longer than 10 s" in cells.builds[0].stderr


def test_a_dead_kernel_is_reported(cells: Failure):
    assert "dead.ipynb, cell fatal-cell: the kernel died" in cells.builds[0].stderr


@pytest.mark.parametrize("name", ["half", *OTHER_JSON])
def test_a_file_that_is_no_notebook_is_named_beside_the_others(cells: Failure, name: str):
    report = report_on(cells, f"{name}.ipynb")
    assert report.startswith(f"{name}.ipynb: is not a notebook: ")
    assert "NotJSONError" not in report
    assert "Traceback" not in report


def test_a_warning_of_sphinx_fails_again_until_it_is_repaired(pages: Failure):
    for completed in pages.builds[:2]:
        assert completed.returncode == 1
        assert "intro.md" in completed.stderr
        assert "missing.md" in completed.stderr
        assert frames(completed.stderr) == []
        assert "The pages failed. There is no book in _build/html." in completed.stderr
    assert pages.builds[2].returncode == 0, pages.builds[2].stderr
    assert "The intro says first." in pages.book.page("intro")
    assert pages.executed == [["one", "part/two", "three"], [], []]


def test_a_warning_of_sphinx_names_the_cell_and_has_no_colours(pages: Failure):
    (line,) = warnings(pages, "part/two")
    assert line.startswith("part/two.ipynb, cell text, line 3: WARNING: ")
    assert "\x1b[" not in pages.builds[0].stderr


def test_a_formula_that_katex_refuses_fails_the_build(pages: Failure):
    inline, block = warnings(pages, "one.ipynb")
    assert inline.startswith("one.ipynb, cell text, line 3: WARNING: formula '\\\\frac{1': ")
    assert "KaTeX parse error" in inline
    assert block.startswith("one.ipynb, cell text, line 5: WARNING: formula ")
    assert r"Undefined control sequence: \nothing" in block


def test_an_environment_that_is_numbered_twice_fails_the_build(pages: Failure):
    (line,) = warnings(pages, "three.ipynb")
    assert line.startswith(
        "three.ipynb, cell text, line 5: WARNING: align outside of $$ is numbered"
    )
    assert "write align*, or $$ ... $$ (label)" in line


def test_what_has_no_plain_form_is_named_in_one_line(built: MiniBook):
    before = built.pages()
    built.notebook("one", text="A note.[^1]\n\n[^1]: Below.")
    completed = built.build()
    assert completed.returncode == 1
    line, blank, last = completed.stderr.splitlines()[-3:]
    assert line.startswith("one, cell text: ") and "[^1]" in line
    assert (blank, last.partition(":")[0]) == ("", "The pages failed. _build/html is unchanged")
    assert frames(completed.stderr) == []
    assert built.pages() == before


def test_a_traceback_is_the_builds_own_unless_a_kernel_printed_it():
    own = 'File "/book/tools/build/notebooks.py", line 3, in run'
    other = 'File "/lib/site-packages/zmq/eventloop/zmqstream.py", line 585, in _log_error'
    assert frames(f"Traceback:\n  {other}\n  {own}") == ["/book/tools/build/notebooks.py"]
