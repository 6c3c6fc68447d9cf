"""Who imports whom: read from the sources, without importing them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "tying"
MODULES = sorted(SOURCE.rglob("*.py"))
LAYERS = ("maths", "plotting", "widgets")

OUTSIDE = {  # cycler comes with matplotlib
    "maths": {"numpy", "torch"},
    "plotting": {"numpy", "torch", "matplotlib", "cycler"},
    "widgets": {"numpy", "torch", "matplotlib", "anywidget", "ipywidgets", "traitlets", "IPython"},
}


def layer(path: Path) -> str:
    folder = path.relative_to(SOURCE).parts[0]
    return folder if folder in LAYERS else "maths"


def imports(source: str, package: str) -> list[str]:
    """Every module that the source imports, at any depth, relative ones written out."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parent = package.split(".")[: len(package.split(".")) + 1 - node.level]
            base = ".".join([*(parent if node.level else []), *filter(None, [node.module])])
            found += [f"{base}.{alias.name}" for alias in node.names]
    return found


def forbidden(name: str, of: str) -> bool:
    """Whether a module of layer ``of`` may not import ``name``."""
    top, _, rest = name.partition(".")
    if top != "tying":
        return top not in sys.stdlib_module_names and top not in OUTSIDE[of]
    folder = rest.partition(".")[0]
    target = folder if folder in LAYERS else "maths"
    return LAYERS.index(target) > LAYERS.index(of)


def test_the_walk_sees_modules_of_every_layer():
    assert {layer(path) for path in MODULES} == set(LAYERS)
    assert SOURCE / "ledger" / "_ledger.py" in MODULES


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_point_from_widgets_to_plotting_to_maths(path):
    package = ".".join(["tying", *path.relative_to(SOURCE).parent.parts])
    found = imports(path.read_text(encoding="utf-8"), package)
    assert [name for name in found if forbidden(name, layer(path))] == []


@pytest.mark.parametrize(
    ("source", "package", "of", "wrong"),
    [
        ("from tying.plotting import palette", "tying", "maths", True),
        ("from .plotting.palette import x", "tying", "maths", True),
        ("from tying import widgets", "tying", "maths", True),
        ("import tying.widgets.base", "tying.plotting", "plotting", True),
        ("from ..widgets import base", "tying.plotting", "plotting", True),
        ("def f():\n    import matplotlib.pyplot", "tying", "maths", True),
        ("import pandas", "tying.widgets", "widgets", True),
        ("from .palette import x", "tying.plotting", "plotting", False),
        ("from ..ledger import ledger", "tying.plotting", "plotting", False),
        ("from tying.plotting.palette import x", "tying.widgets", "widgets", False),
        ("import torch.nn, re, numpy as np", "tying", "maths", False),
    ],
)
def test_the_check_of_imports_finds_planted_mistakes(source, package, of, wrong):
    assert any(forbidden(name, of) for name in imports(source, package)) is wrong


def test_the_package_itself_imports_nothing():
    assert imports((SOURCE / "__init__.py").read_text(encoding="utf-8"), "tying") == []


def test_the_maths_needs_neither_matplotlib_nor_widgets():
    maths = [path.relative_to(SOURCE.parent) for path in MODULES if layer(path) == "maths"]
    names = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in maths]
    code = (
        f"import importlib, sys; [importlib.import_module(name) for name in {names!r}]; "
        "print(sorted({'matplotlib', 'anywidget', 'ipywidgets', 'IPython'} & set(sys.modules)))"
    )
    path = {"PYTHONPATH": str(SOURCE.parent)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=path, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_every_helper_has_a_name_of_its_own():
    assert {path.stem for path in MODULES} & {"utils", "util", "helpers", "misc", "common"} == set()
