"""The wheel: light, complete, described, and usable without the extra that the book needs."""

from __future__ import annotations

import json
import re
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
import yaml
from torch import nn

from tests.package.conftest import attempted, call
from tying.ledger import ledger
from tying.ties import tie

ROOT = Path(__file__).parents[2]
EXTRA = {"matplotlib", "anywidget", "ipywidgets", "scikit-learn"}
LIGHT = ("tying.ledger", "tying.trace", "tying.ties", "tying.device", "tying.check")


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    """METADATA of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def test_only_torch_and_numpy_are_required(metadata: Message):
    required = metadata.get_all("Requires-Dist", [])
    always = {line.partition(">")[0] for line in required if "extra ==" not in line}
    assert always == {"torch", "numpy"}


def test_the_extra_book_brings_figures_widgets_and_data(metadata: Message):
    assert "book" in metadata.get_all("Provides-Extra", [])
    extra = [line for line in metadata.get_all("Requires-Dist", []) if 'extra == "book"' in line]
    assert {line.partition(">")[0] for line in extra} == EXTRA


def test_nothing_is_capped(metadata: Message):
    assert "<" not in "".join(metadata.get_all("Requires-Dist", []))
    assert metadata["Requires-Python"] == ">=3.11"


# --- how an index shows it ---


def test_licence_keywords_and_classifiers_are_there(metadata: Message):
    assert metadata["License-Expression"] == "MIT"
    assert "weight tying" in metadata["Keywords"].split(",")
    classifiers = metadata.get_all("Classifier", [])
    assert "Typing :: Typed" in classifiers
    assert not [one for one in classifiers if one.startswith("License")]  # the expression says it


def test_addresses_are_named_where_the_project_has_any_and_none_is_invented(metadata: Message):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    known = {config["repository"]["url"], config["html"]["baseurl"]} - {""}
    named = {line.partition(", ")[2] for line in metadata.get_all("Project-URL", [])}
    assert named == known


def test_the_description_leads_nowhere_that_an_index_does_not_have(metadata: Message):
    assert metadata["Description-Content-Type"] == "text/markdown"
    description = metadata.get_payload()
    assert isinstance(description, str) and description.startswith("# tying\n")
    targets = re.findall(r"\]\(([^)]*)\)|(?:src|href)=\"([^\"]*)\"", description)
    assert [one for pair in targets for one in pair if one and "://" not in one] == []


def test_the_description_shows_what_the_ledger_prints(metadata: Message):
    model = type("GPT", (nn.Module,), {})()
    model.embedding = nn.Embedding(1200, 96, device="meta")
    model.body = nn.Linear(96, 3600, bias=False, device="meta")
    model.head = nn.Linear(96, 1200, bias=False, device="meta")
    tie(model, "embedding.weight", "head.weight")
    assert f"\n```\n{ledger(model)}\n```\n" in str(metadata.get_payload())


# --- what is in it, and what it does alone ---


def test_every_file_of_the_package_is_inside_and_no_other(wheel: Path):
    source = ROOT / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in (source / "tying").rglob("*")
        if path.suffix in (".py", ".js", ".css", ".typed")
    }
    assert {Path(name).suffix for name in expected} == {".py", ".js", ".css", ".typed"}
    assert "tying/py.typed" in expected
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name for name in names if name.startswith("tying/")} == expected
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"tying"}


def test_it_works_alone_without_figures_and_widgets(bare: Path):
    script = f"""
import importlib
for name in {LIGHT!r}:
    module = importlib.import_module(name)
    assert module.__file__.startswith({str(bare)!r}), module.__file__

from torch import nn
from tying.ledger import ledger
print(ledger(nn.Linear(4, 8)).stored)
try:
    import tying.widgets.base
except ModuleNotFoundError as error:
    print("missing:", error.name)
"""
    count, missing = call(bare, "-c", script).splitlines()
    assert count == "40"  # 4 x 8 weights and 8 biases
    assert missing.partition(": ")[2] in {"anywidget", "ipywidgets", "matplotlib", "traitlets"}


def test_its_command_line_works_alone(bare: Path):
    assert "--expect-tied A B" in call(bare, "-m", "tying", "--help")
    words = ("ledger", "torch.nn:Linear", "[4, 8]", "--json")
    assert json.loads(call(bare, "-m", "tying", *words))["stored"] == 40
    assert attempted(bare, "-m", "tying", "ledger").returncode == 2
