"""What is built again, and what is not: nothing stale is published, and nothing runs in vain."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.pipeline.conftest import EXTENSION, ROOT, MiniBook
from tools.build import fingerprint

INDEX = """\
def setup(app):
    from tied_book import search
    search.connect(app)
    return {"parallel_read_safe": True}
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


def test_the_pages_show_what_the_cells_printed(built: MiniBook):
    assert "42" in built.page("one")
    assert "5050" in built.page("part/two")
    assert "The intro says first." in built.page("intro")


def test_an_unchanged_rebuild_executes_nothing(built: MiniBook):
    done = built.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert built.executed() == []
    assert "notebooks executed: 0." in done.stdout
    assert done.stdout.count("cached") == 2
    assert (built.root / "_build" / "html" / "index.html").as_uri() in done.stdout


def test_a_changed_cell_executes_its_notebook_alone(built: MiniBook):
    built.notebook("one", ("answer", "6 * 9"))
    assert built.build().returncode == 0
    assert built.executed() == ["one"]
    assert "54" in built.page("one")


@pytest.mark.parametrize("name", ["src/new.js", "data/numbers.txt", "requirements.txt"])
def test_a_change_of_what_the_cells_use_executes_all(built: MiniBook, name: str):
    built.write(name, f"# changed: {name}\n")
    assert built.build().returncode == 0
    assert built.executed() == ["one", "part/two"]


def test_a_change_of_the_extension_rebuilds_unchanged_pages_without_execution(built: MiniBook):
    built.write("book/_ext/mark.py", EXTENSION.format(word="second"))
    assert built.build().returncode == 0
    assert built.executed() == []
    assert "The intro says second." in built.page("intro")


def test_terms_of_pages_that_did_not_change_stay_in_the_index_of_the_search(book: MiniBook):
    def terms() -> set[str]:
        text = (book.root / "_build" / "html" / "searchindex.js").read_text(encoding="utf-8")
        return set(json.loads(text.partition("(")[2].rpartition(")")[0])["indexentries"])

    shutil.copytree(ROOT / "book" / "_ext" / "tied_book", book.root / "book" / "_ext" / "tied_book")
    book.write("book/_ext/mark.py", INDEX)
    book.write("terms.md", GLOSSARY.format(second="slot"))
    toc = "format: jb-book\nroot: intro\nchapters: [{file: one}, {file: terms}]\n"
    book.write("_toc.yml", toc)
    assert book.build().returncode == 0
    assert terms() == {"alias", "slot"}
    book.write("intro.md", "# Mini\n\nAnother sentence.\n")
    assert book.build().returncode == 0
    assert terms() == {"alias", "slot"}
    book.write("terms.md", GLOSSARY.format(second="tie"))
    assert book.build().returncode == 0
    assert terms() == {"alias", "tie"}


def test_another_device_executes_all(built: MiniBook):
    assert built.build(TYING_DEVICE="mps").returncode == 0
    assert built.executed() == ["one", "part/two"]
    record = json.loads((built.root / "_build" / "execution.json").read_text(encoding="utf-8"))
    assert record["device"] == "mps"
    assert set(record["notebooks"]) == {"one.ipynb", "part/two.ipynb"}
    assert all(0 < entry["seconds"] < 60 for entry in record["notebooks"].values())


@pytest.mark.parametrize("place", ["book", ".hidden/book"])
def test_the_fingerprint_covers_content_and_name_of_every_file(tmp_path: Path, place: str):
    root = tmp_path / place

    def seen(device: str = "cpu") -> str:
        return fingerprint.of_execution(root, device)

    def changed(name: str, text: str) -> str:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return seen()

    files = ["src/a.py", "src/b/c.css", "data/d.csv", "requirements.txt", "constraints.txt"]
    prints = [
        seen(),
        *(changed(name, "1") for name in files),
        *(changed(name, "2") for name in files),
    ]
    (root / "src" / "a.py").rename(root / "src" / "z.py")
    prints += [seen(), seen("cuda")]
    assert len(set(prints)) == len(prints)
    leftovers = [
        "src/__pycache__/a.pyc",
        "src/tying.egg-info/PKG-INFO",
        "src/.cache/x",
        "README.md",
    ]
    assert {changed(name, "1") for name in leftovers} == {prints[-2]}
