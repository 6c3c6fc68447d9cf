"""The copies that make lab opens: a list says what is what, and a reader's own work stays."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from tools import ROOT, commands
from tools.learner import lab
from tools.learner.lab import FOLDER, LIST, refresh, texts
from tools.learner.settings import settings
from tools.toc import notebooks


def test_the_list_names_every_chapter_by_its_title_and_leads_to_its_copy():
    files = texts(settings(ROOT))
    (cell,) = nbformat.reads(files[LIST], as_version=4).cells
    leads = re.findall(r"^- \[(.+)\]\((.+)\)$", cell.source, re.MULTILINE)
    chapters = [name.removeprefix("notebooks/") for name in notebooks(ROOT)]
    assert [path for _, path in leads] == chapters == [path for path in files if path != LIST]
    assert leads[0][0] == "What is a parameter, and who owns it?"
    assert re.findall(r"^## (.+)$", cell.source, re.MULTILINE)[:2] == ["Principles", "Mechanisms"]


def test_a_copy_follows_the_book_until_the_reader_changes_it(tmp_path: Path):
    assert refresh({"a.ipynb": "1", "b/b.ipynb": "1"}, tmp_path) == []
    (tmp_path / "a.ipynb").write_text("mine")
    assert refresh({"a.ipynb": "2", "b/b.ipynb": "2", "c.ipynb": "2"}, tmp_path) == ["a.ipynb"]
    read = {path.name: path.read_text() for path in tmp_path.rglob("*.ipynb")}
    assert read == {"a.ipynb": "mine", "b.ipynb": "2", "c.ipynb": "2"}
    assert refresh({"a.ipynb": "3"}, tmp_path) == ["a.ipynb"]
    (tmp_path / "a.ipynb").unlink()
    assert refresh({"a.ipynb": "3"}, tmp_path) == []
    assert (tmp_path / "a.ipynb").read_text() == "3"


@pytest.mark.parametrize(
    ("value", "opened"),
    [(None, commands.COPIES), ("", commands.COPIES), ("0", commands.COPIES), ("1", "notebooks")],
)
def test_the_sources_open_for_those_who_ask_for_them(
    monkeypatch: pytest.MonkeyPatch, value: str | None, opened: str
):
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(commands.environment, "ensure", lambda root, needed: Path("python"))
    monkeypatch.setattr(commands, "call", lambda python, *words: calls.append(words) or 0)
    monkeypatch.delenv("SOURCES", raising=False)
    if value is not None:
        monkeypatch.setenv("SOURCES", value)
    assert commands.run("lab") == 0
    *before, (*program, last) = calls
    assert program[:2] == ["jupyter", "lab"] and last == opened
    assert before == ([] if opened == "notebooks" else [("tools.learner.lab",)])


def test_the_command_opens_the_list_that_is_written_and_cleaning_leaves_it():
    assert ROOT / commands.COPIES == FOLDER / lab.LIST
    assert FOLDER.name not in commands.BUILT
