"""The recipes whose libraries the build does not install print what their pages say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.recipes.pages import FOLDER, blocks, run
from tying.cli import main

PAGES = sorted(path.stem for path in FOLDER.glob("*.md"))
BY_A_TEST = [page for page in PAGES if not all(block.is_cell for block in blocks(page))]
COMMAND = re.compile(r"^python -m tying ((?:.*\\\n)*.*)$", re.MULTILINE)

MODELS = """
from torch import nn


def build(tied=True):
    model = nn.ModuleDict({name: layer() for name, layer in LAYERS.items()})
    if tied:
        model["head"].weight = model["embedding"].weight
    return model


LAYERS = {"embedding": lambda: nn.Embedding(9, 2), "head": lambda: nn.Linear(2, 9, bias=False)}
"""


def test_there_are_recipes_for_other_libraries():
    assert {"peft", "save-and-load"} <= set(BY_A_TEST)


@pytest.mark.filterwarnings("ignore")  # those of the libraries, and those that a page speaks of
@pytest.mark.parametrize("page", BY_A_TEST)
def test_a_recipe_prints_what_its_page_says(page: str):
    said = [(block.output or "", printed) for block, printed in run(page) if not block.is_cell]
    assert [printed for _, printed in said] == [output for output, _ in said]


@pytest.mark.parametrize("page", ["command-line", "test-suite"])
@pytest.mark.parametrize(("tied", "status"), [("true", 0), ("false", 1)])
def test_the_command_of_a_page_fails_where_the_tie_is_lost(
    page: str, tied: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    package = tmp_path / f"my_package_{page.replace('-', '_')}_{tied}"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "models.py").write_text(MODELS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    (command,) = (one for one in COMMAND.findall(text) if "my_package" in one)
    words = shlex.split(command.replace("\\\n", " ").replace("my_package", package.name))
    assert main([*words, f"tied={tied}"]) == status
