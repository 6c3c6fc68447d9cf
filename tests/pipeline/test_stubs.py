"""Stubs of chapters and widgets: they pass every check, and are never half written."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
from pathlib import Path

import pytest
import yaml
from nbformat import v4

from tests.widgets.modules import WIDGETS, Module
from tools.checks import hygiene
from tools.learner.copies import learner_copy
from tools.learner.settings import settings
from tools.stubs import chapter, widget
from tools.stubs.files import Refused, write
from tools.toc import notebooks
from tying.widgets.linker import link

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the book's text, its tools and its tests aside."""
    for name in ("pyproject.toml", "_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("book", "notebooks", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def files(folder: Path) -> dict[Path, bytes]:
    """Content of every file below ``folder``."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("part", chapter.PARTS)
def test_a_chapter_is_the_last_of_its_part(project: Path, part: str):
    before = notebooks(project)
    path, _ = chapter.add_chapter(project, f"{part}/throw-away")
    after = notebooks(project)
    name = f"notebooks/{part}/throw-away.ipynb"
    assert path == project / name
    assert [one for one in after if one != name] == before
    parts = [one.split("/")[1] for one in after]
    assert parts == sorted(parts, key=list(chapter.PARTS).index)
    within = [one for one in after if one.split("/")[1] == part]
    assert within[-1] == name
    captions = [
        one.get("caption") for one in yaml.safe_load((project / "_toc.yml").read_text())["parts"]
    ]
    assert captions.count(chapter.PARTS[part]) == 1


def test_the_notebook_passes_every_check_of_notebooks_and_has_a_learner_copy(project: Path):
    path, _ = chapter.add_chapter(project, "mechanisms/throw-away")
    notebook = v4.reads(path.read_text(encoding="utf-8"))
    assert hygiene.problems(notebook) == []
    text = path.read_text(encoding="utf-8")
    assert "(chap-throw-away)=" in text
    assert "throw away" in text
    assert not {"NOUN", "WORDS"} & set(text.replace('"', " ").split())
    copy = learner_copy(settings(project), "notebooks/mechanisms/throw-away")
    assert copy.cells[-2].source.startswith("### Solution of exercise 1")


@pytest.mark.parametrize(
    "name",
    ["noun", "principles/", "appendix/noun", "principles/Noun", "principles/a/b", "principles/a_b",
     "../principles/noun", "principles/noun.ipynb", "principles/-noun", ""],
)  # fmt: skip
def test_a_bad_name_of_a_chapter_is_refused_in_a_sentence(project: Path, name: str):
    before = files(project)
    with pytest.raises(Refused, match=r"named part/noun, where part is one of principles, .* got "):
        chapter.add_chapter(project, name)
    assert files(project) == before


@pytest.mark.parametrize("part", ["principles", "mechanisms"])
def test_a_chapter_that_exists_is_not_overwritten(project: Path, part: str):
    before = files(project)
    with pytest.raises(Refused, match=r"There is a chapter notebooks/principles/bias-and"):
        chapter.add_chapter(project, f"{part}/bias-and-variance")
    assert files(project) == before


def test_without_a_name_the_command_says_how_to_give_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("sys.argv", ["chapter"])
    assert chapter.main() == 2
    assert "make chapter NAME=part/noun" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["throw-away", "orbit"])
def test_a_widget_is_named_in_all_its_files_and_its_script_can_be_linked(tmp_path: Path, name: str):
    shutil.copytree(WIDGETS / "common", tmp_path / "src" / "tying" / "widgets" / "common")
    paths = widget.add_widget(tmp_path, name)
    module = name.replace("-", "_")
    assert {path.parent.relative_to(tmp_path).as_posix() for path in paths} == {
        f"src/tying/widgets/{module}",
        f"tests/widgets/{module}",
        "tests/widgets",
    }
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    for text in texts.values():
        assert not re.search(r"MODULE|CLASS|SLUG|TITLE", text)
    ast.parse(texts["__init__.py"])
    assert f"tying.widgets.{module} import" in texts[f"test_{module}.py"]
    script = link(tmp_path / "src" / "tying" / "widgets" / module / "widget.js")
    assert script.endswith("export default { render };\n")


def test_the_script_of_a_widget_computes_what_its_python_computes(tmp_path: Path):
    widget.add_widget(tmp_path, "throw-away")
    folder = tmp_path / "src" / "tying" / "widgets" / "throw_away"
    spec = importlib.util.spec_from_file_location("throw_away", folder / "__init__.py")
    assert spec is not None and spec.loader is not None
    shutil.copytree(WIDGETS / "common", folder.parent / "common")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    in_the_page = Module(folder / "gradient.js").map("gradient", range(1, module.MOST + 1))
    by_torch = [module.ThrowAway(n).answer()["gradient"] for n in range(1, module.MOST + 1)]
    assert in_the_page == by_torch
    assert module.ThrowAway(3).picture().alt.endswith("their sum is 6.")


@pytest.mark.parametrize("name", ["", "Noun", "a_b", "a/b", "-a", "a-", "a.js", "class", "../a"])
def test_a_bad_name_of_a_widget_is_refused_in_a_sentence(tmp_path: Path, name: str):
    with pytest.raises(Refused, match=r"named by a noun of lower-case words joined by hyphens"):
        widget.add_widget(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ledger", "two-outputs", "common", "linker"])
def test_a_widget_that_exists_is_not_overwritten(tmp_path: Path, name: str):
    shutil.copytree(WIDGETS, tmp_path / "src" / "tying" / "widgets")
    before = files(tmp_path)
    with pytest.raises(Refused, match="exists already"):
        widget.add_widget(tmp_path, name)
    assert files(tmp_path) == before


def test_files_are_written_all_together_or_not_at_all(tmp_path: Path):
    old = tmp_path / "old.txt"
    old.write_text("before", encoding="utf-8")
    (tmp_path / "file").touch()
    below_a_file = tmp_path / "file" / "new.txt"
    with pytest.raises(OSError):
        write({tmp_path / "a" / "b" / "new.txt": "new", below_a_file: "new"}, {old: "after"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "old.txt"]
    assert old.read_text(encoding="utf-8") == "before"


def test_nothing_is_overwritten(tmp_path: Path):
    old = tmp_path / "old.txt"
    old.write_text("before", encoding="utf-8")
    with pytest.raises(Refused, match=r"old\.txt: exists already"):
        write({tmp_path / "new.txt": "new", old: "after"}, {})
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]
    assert old.read_text(encoding="utf-8") == "before"
