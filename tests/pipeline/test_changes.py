"""What is built again and what is not: nothing stale is published, nothing runs without need."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.conftest import GLOSSARY, MiniBook
from tools.build import fingerprint
from tools.build.book import timeout, valid_cache


def test_the_pages_show_what_the_cells_printed(built: MiniBook):
    assert "42" in built.page("one")
    assert "5050" in built.page("part/two")
    assert "144" in built.page("worked")
    assert "The intro says first." in built.page("intro")
    assert built.terms() == {"alias", "slot"}


def test_an_unchanged_rebuild_executes_nothing_and_keeps_the_record(built: MiniBook):
    first = built.record()["notebooks"]
    completed = built.build()
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert built.executed() == []
    assert "notebooks executed: 0." in completed.stdout
    assert completed.stdout.count("cached") == 3
    assert (built.site / "index.html").as_uri() in completed.stdout
    again = built.record()["notebooks"]
    assert again == {name: {**run, "cached": True} for name, run in first.items()}


def test_changed_pages_are_rebuilt_and_a_changed_notebook_runs_alone(built: MiniBook):
    built.notebook("one", ("answer", "6 * 9"))
    assert built.build().returncode == 0
    assert built.executed() == ["one"]
    assert "54" in built.page("one")
    assert "5050" in built.page("part/two")
    # Terms of pages that did not change stay in the index of the search, and others do not.
    assert built.terms() == {"alias", "slot"}
    built.write("terms.md", GLOSSARY.format(second="tie"))
    assert built.build().returncode == 0
    assert built.executed() == []
    assert built.terms() == {"alias", "tie"}


def test_a_change_of_the_extension_rebuilds_unchanged_pages_without_execution(built: MiniBook):
    built.extension("second")
    assert built.build().returncode == 0
    assert built.executed() == []
    assert "The intro says second." in built.page("intro")


def test_another_device_executes_all(built: MiniBook):
    assert built.build(TYING_DEVICE="mps").returncode == 0
    assert built.executed() == ["one", "part/two", "worked"]
    record = built.record()
    assert record["device"] == "mps"
    assert set(record["notebooks"]) == {"one.ipynb", "part/two.ipynb", "worked.md"}
    assert all(0 < entry["seconds"] < 60 for entry in record["notebooks"].values())
    assert not any(entry["cached"] for entry in record["notebooks"].values())


@pytest.mark.parametrize("place", ["book", ".hidden/book"])
def test_the_fingerprint_covers_content_and_name_of_every_file(tmp_path: Path, place: str):
    root = tmp_path / place

    def of_now(device: str = "cpu") -> str:
        return fingerprint.of_execution(root, device)

    def of_changed(name: str, text: str) -> str:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return of_now()

    files = ["src/a.py", "src/b/c.js", "data/d.csv", "requirements.txt", "constraints.txt"]
    prints = [
        of_now(),
        *(of_changed(name, "1") for name in files),
        *(of_changed(name, "2") for name in files),
    ]
    (root / "src" / "a.py").rename(root / "src" / "z.py")
    prints += [of_now(), of_now("cuda")]
    assert len(set(prints)) == len(prints)
    leftovers = [
        "src/__pycache__/a.pyc",
        "src/tying.egg-info/PKG-INFO",
        "src/.cache/x",
        "README.md",
    ]
    assert {of_changed(name, "1") for name in leftovers} == {prints[-2]}


def test_the_fingerprint_of_the_site_covers_what_makes_pages(tmp_path: Path):
    names = ["book/_ext/a.py", "book/_static/b.css", "book/vendor/c.js", "_config.yml", "_toc.yml"]
    prints = [fingerprint.of_site(tmp_path, "x"), fingerprint.of_site(tmp_path, "y")]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
        prints.append(fingerprint.of_site(tmp_path, "x"))
    assert len(set(prints)) == len(prints)


def test_a_cache_of_another_fingerprint_is_emptied_and_one_of_the_same_is_kept(tmp_path: Path):
    cache = tmp_path / ".jupyter_cache"
    assert valid_cache(cache, "first") == cache
    (cache / "executed").touch()
    valid_cache(cache, "first")
    assert (cache / "executed").exists()
    valid_cache(cache, "second")
    assert [path.name for path in cache.iterdir()] == ["fingerprint"]


@pytest.mark.parametrize(
    ("settings", "seconds"), [("execute: {timeout: 7}", 7), ("execute:", 120), ("title: x", 120)]
)
def test_the_limit_of_a_cell_is_that_of_the_settings(tmp_path: Path, settings: str, seconds: int):
    (tmp_path / "_config.yml").write_text(settings, encoding="utf-8")
    assert timeout(tmp_path) == seconds
