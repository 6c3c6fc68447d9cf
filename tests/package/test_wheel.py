"""The wheel: light, complete, and usable without the extra that the book needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from tests.package.conftest import pip

ROOT = Path(__file__).parents[2]
EXTRA = {"matplotlib", "anywidget", "ipywidgets", "scikit-learn"}
BLOCKED = ("matplotlib", "anywidget", "ipywidgets", "sklearn")
LIGHT = ("tying.ledger", "tying.trace", "tying.ties", "tying.device")


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
    assert metadata.get_all("Provides-Extra") == ["book"]
    extra = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" in line]
    assert {line.partition(">")[0] for line in extra} == EXTRA


def test_nothing_is_capped(metadata: Message):
    assert "<" not in "".join(metadata.get_all("Requires-Dist", []))
    assert metadata["Requires-Python"] == ">=3.11"


def test_every_file_of_the_package_is_inside(wheel: Path):
    source = ROOT / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in (source / "tying").rglob("*")
        if path.suffix in (".py", ".js", ".css")
    }
    assert {Path(name).suffix for name in expected} == {".py", ".js", ".css"}
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name for name in names if name.startswith("tying/")} == expected
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"tying"}


def test_it_works_alone_without_figures_and_widgets(wheel: Path, tmp_path: Path):
    pip("install", "--no-deps", "--target", str(tmp_path), str(wheel))
    script = f"""
import importlib, sys
from importlib.abc import MetaPathFinder

class Blocked(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {BLOCKED!r}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Blocked())
sys.path.insert(0, {str(tmp_path)!r})
for name in {LIGHT!r}:
    module = importlib.import_module(name)
    assert module.__file__.startswith({str(tmp_path)!r}), module.__file__

from torch import nn
from tying.ledger import ledger
print(ledger(nn.Linear(4, 8)).stored)
try:
    import tying.widgets.base
except ModuleNotFoundError as error:
    print("blocked:", error)
"""
    completed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert completed.returncode == 0, completed.stderr
    count, blocked = completed.stdout.splitlines()
    assert count == "40"  # 4 x 8 weights and 8 biases
    assert blocked.startswith("blocked: ")
