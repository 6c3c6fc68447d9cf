"""Who imports whom: read from the sources, without importing them."""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("maths", "plotting", "widgets")

OUTSIDE = {  # cycler comes with matplotlib
    "maths": {"numpy", "torch"},
    "plotting": {"numpy", "torch", "matplotlib", "cycler"},
    "widgets": {"numpy", "torch", "matplotlib", "anywidget", "ipywidgets", "traitlets", "IPython"},
}


@dataclass(frozen=True)
class Module:
    """A module as it is written.

    Attributes:
        name: its dotted name.
        package: the package that relative imports start from.
        source: its text.
    """

    name: str
    package: str
    source: str


def read(folder: Path, base: Path) -> dict[str, Module]:
    """The modules under ``folder``, by the names that they have where ``base`` is in the path."""
    modules = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(base).with_suffix("").parts
        package = ".".join(parts[:-1])
        name = package if parts[-1] == "__init__" else ".".join(parts)
        modules[name] = Module(name, package, path.read_text(encoding="utf-8"))
    return modules


TYING = read(ROOT / "src" / "tying", ROOT / "src")
TREES = {
    "src/tying": TYING,
    "tools": read(ROOT / "tools", ROOT),
    "book/_ext": read(ROOT / "book" / "_ext", ROOT / "book" / "_ext"),
}


def written(sources: Mapping[str, str]) -> dict[str, Module]:
    """Modules for a planted mistake, from name to source; those that others lie in are packages."""
    modules = {}
    for name, source in sources.items():
        is_package = any(other.startswith(f"{name}.") for other in sources)
        package = name if is_package else name.rpartition(".")[0]
        modules[name] = Module(name, package, source)
    return modules


def imports(module: Module) -> list[str]:
    """All that the module imports, at any depth, also for types only; relative ones in full."""
    names = []
    for node in ast.walk(ast.parse(module.source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.package.split(".")
                parent = parts[: len(parts) + 1 - node.level]
                base = ".".join([*parent, *([node.module] if node.module else [])])
            names += [f"{base}.{alias.name}" for alias in node.names]
    return names


# --- three layers, one direction ---


def layer(name: str) -> str:
    """The layer of a module of the package."""
    folder = name.split(".")[1] if "." in name else ""
    return folder if folder in LAYERS else "maths"


def points_upwards(imported: str, of: str) -> bool:
    """Whether a module of layer ``of`` may not import ``imported``."""
    top = imported.partition(".")[0]
    if top != "tying":
        return top not in sys.stdlib_module_names and top not in OUTSIDE[of]
    return LAYERS.index(layer(imported)) > LAYERS.index(of)


def test_modules_of_every_layer_are_read():
    assert {layer(name) for name in TYING} == set(LAYERS)
    assert {"tying", "tying.ledger", "tying.ledger._ledger"} <= TYING.keys()
    assert TYING["tying.ledger"].package == TYING["tying.ledger._ledger"].package == "tying.ledger"


@pytest.mark.parametrize("name", TYING)
def test_imports_point_from_widgets_to_plotting_to_maths(name):
    wrong = [x for x in imports(TYING[name]) if points_upwards(x, layer(name))]
    assert wrong == []


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
def test_the_check_of_layers_finds_planted_mistakes(source, package, of, wrong):
    module = Module(f"{package}.planted", package, source)
    assert any(points_upwards(name, of) for name in imports(module)) is wrong


def test_the_package_itself_imports_no_subject():
    assert imports(TYING["tying"]) == ["importlib", "types.ModuleType"]


# --- no circles ---


def dependencies(modules: Mapping[str, Module]) -> dict[str, set[str]]:
    """Which of the modules each of them needs to have been imported.

    To import ``a.b.c`` also imports ``a`` and ``a.b``, unless the importer lies in them.
    """
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for name, module in modules.items():
        for imported in imports(module):
            target = imported
            while target and target not in modules:  # names within a module
                target = target.rpartition(".")[0]
            if not target:
                continue
            graph[name].add(target)
            package = target.rpartition(".")[0]
            while package:
                if package in modules and not f"{name}.".startswith(f"{package}."):
                    graph[name].add(package)
                package = package.rpartition(".")[0]
        graph[name].discard(name)
    return graph


def circle(modules: Mapping[str, Module]) -> list[str]:
    """Modules that import one another in a circle, the first named again as the last; or none."""
    try:
        TopologicalSorter(dependencies(modules)).prepare()
    except CycleError as error:
        return error.args[1]
    return []


@pytest.mark.parametrize("tree", TREES)
def test_no_modules_import_one_another_in_a_circle(tree):
    assert len(TREES[tree]) > 10
    assert circle(TREES[tree]) == []


@pytest.mark.parametrize(
    "sources",
    [
        {"a": "import b", "b": "import a"},
        {"a": "import b", "b": "from c import f", "c": "def g():\n    import a"},
        {"a": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import b", "b": "import a"},
        {"p": "from p.a import f", "p.a": "from p.b import g", "p.b": "from p.a import f"},
        {"p": "from p.a import f", "p.a": "from p import f"},
        {"p": "from .a import f", "p.a": "from . import b", "p.b": "from .a import f"},
        {
            "p": "from p.a import f",
            "p.a": "import q.b",
            "q": "from q.c import f",
            "q.b": "",
            "q.c": "import p.d",
            "p.d": "",
        },
    ],
)
def test_the_check_of_circles_finds_planted_ones(sources):
    modules = written(sources)
    around = circle(modules)
    assert around and around[0] == around[-1]
    graph = dependencies(modules)
    assert all(first in graph[then] for first, then in itertools.pairwise(around))


def test_modules_of_a_package_may_import_one_another():
    modules = written(
        {
            "p": "from p.a import f\nfrom p.b import g",
            "p.a": "from p import b as other\nimport p.b",
            "p.b": "import re",
            "q": "from p import f",
        }
    )
    assert circle(modules) == []
    assert dependencies(modules)["p.a"] == {"p.b"}


# --- private modules ---


def reaches_into(imported: str, importer: str) -> bool:
    """Whether ``imported`` is, or lies in, something private to a folder without ``importer``."""
    parts = imported.split(".")
    for at, part in enumerate(parts):
        if part.startswith("_") and not part.startswith("__"):
            owner = ".".join(parts[:at])
            return importer != owner and not importer.startswith(f"{owner}.")
    return False


def private_imports(module: Module) -> list[str]:
    """What the module imports of the package and may not."""
    ours = [name for name in imports(module) if name.partition(".")[0] == "tying"]
    return [name for name in ours if reaches_into(name, module.name)]


@pytest.mark.parametrize("tree", TREES)
def test_private_modules_are_imported_within_their_folder_only(tree):
    wrong = {name: private_imports(module) for name, module in TREES[tree].items()}
    assert {name: names for name, names in wrong.items() if names} == {}


@pytest.mark.parametrize(
    ("name", "source", "wrong"),
    [
        ("tying.ties._ties", "from tying.ledger._entry import Entry", True),
        ("tying.widgets.scene", "def f():\n    from tying.trace import _engine", True),
        ("tying.plotting.ledger", "from ..ledger._entry import Entry", True),
        ("tools.bench", "import tying.ledger._entry", True),
        ("tying.ties._ties", "from tying.slots.names import _hint", True),
        ("tying.ledger", "from tying.ledger._entry import Entry", False),
        ("tying.ledger._ledger", "from tying.ledger import _report", False),
        ("tying.ledger.folding", "from ._entry import Entry", False),
        ("tying.trace._engine", "import torch._C", False),
        ("tying.trace", "from __future__ import annotations", False),
    ],
)
def test_the_check_of_private_modules_finds_planted_mistakes(name, source, wrong):
    module = Module(name, name.rpartition(".")[0], source)
    assert bool(private_imports(module)) is wrong


# --- what an import costs ---


def top_levels(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.fixture(scope="module")
def added_by() -> dict[str, set[str]]:
    """For each module, in the order of imports, what it adds to numpy, torch and those before."""
    maths = sorted(name for name in TYING if layer(name) == "maths")
    order = ["tying.ledger", *(name for name in maths if name != "tying.ledger")]
    code = (
        "import importlib, json, sys, numpy, torch\n"
        "added = {}\n"
        f"for name in {order!r}:\n"
        "    before = set(sys.modules)\n"
        "    importlib.import_module(name)\n"
        "    added[name] = sorted(set(sys.modules) - before)\n"
        "print(json.dumps(added))"
    )
    completed = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert (completed.returncode, completed.stderr) == (0, "")
    return {name: set(modules) for name, modules in json.loads(completed.stdout).items()}


def test_the_ledger_imports_only_the_escaping_of_html_beyond_torch(added_by):
    added = {name for name in added_by["tying.ledger"] if not name.startswith("tying")}
    assert added <= {"html", "html.entities"}


def test_the_maths_imports_only_the_standard_library_beyond_torch(added_by):
    added = top_levels(set().union(*added_by.values()))
    assert "tying" in added
    # Parts of torch that torch itself imports late may be among them, as its counter of operations
    # and, where it is built for CUDA, its compiler triton.
    assert added - sys.stdlib_module_names - {"tying", "torch", "triton"} == set()


def test_every_helper_has_a_name_of_its_own():
    # but for the folder of what all widgets show alike
    stems = {name.rpartition(".")[2] for name in TYING if name != "tying.widgets.common"}
    assert stems & {"utils", "util", "helpers", "misc", "common"} == set()


# --- the imports that a reader is shown ---

SHOWN = [
    *("README.md", "src/README.md", "CHANGELOG.md"),
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "book").glob("*.md")),
]
IMPORT = re.compile(r"from (tying[\w.]*) import (\w+(?:, \w+)*)")


def shown_imports(text: str) -> list[tuple[str, str]]:
    """Module and name of every import in a text; of a row from old to new, those of the new."""
    lines = [matches[-1] for line in text.splitlines() if (matches := IMPORT.findall(line))]
    return [(module, name) for module, names in lines for name in names.split(", ")]


@pytest.mark.parametrize("page", SHOWN)
def test_the_imports_that_a_page_shows_work(page):
    for module, name in shown_imports((ROOT / page).read_text(encoding="utf-8")):
        assert hasattr(importlib.import_module(module), name), f"{module} has no {name}"


def test_imports_are_found_in_text():
    row = "| `from tying.uses import f` | `from tying.ties import tie` |"
    text = f"from tying.ledger import ledger, count_uses\n{row}"
    assert shown_imports(text) == [
        ("tying.ledger", "ledger"),
        ("tying.ledger", "count_uses"),
        ("tying.ties", "tie"),
    ]
    assert shown_imports((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in TYING if TYING[name].package == name != "tying"])
def test_a_subject_says_what_it_is_and_has_what_it_names(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert all(hasattr(module, public) for public in getattr(module, "__all__", []))
