"""Learner copies where they are used: no extension, an old IPython, and no package of ours.

The environment holds what a notebook finds in Colab: torch, numpy, matplotlib and IPython 7.34. The
copies and their wheel are served as the site serves them, and say where, as the page lets them.
"""

from __future__ import annotations

import json
import re
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.conftest import Once
from tests.package.conftest import attempted, call, link, packages_of, pip, with_requirements
from tools.build.pages import add_learner_copies
from tools.learner import attempt
from tools.server import serving
from tools.setup.environment import python_of

ROOT = Path(__file__).parents[2]
COPIES = sorted(
    str(path.relative_to(ROOT / "notebooks")) for path in ROOT.glob("notebooks/*/*.ipynb")
)
THERE = {"torch", "numpy", "matplotlib", "ipython", "ipykernel"}


@dataclass(frozen=True)
class Colab:
    """An environment in which a setup cell ran: without the package, then with an older one.

    Attributes:
        folder: the environment.
        copies: all copies, and the wheel, as they lie on the site.
        before: versions by package before the setup cell ran.
        after: the same afterwards.
        said: what the setup cell printed.
        renewed: how the setup cell ended where tying 0.0.1 was installed and imported.
        seconds: how long the setup cell took.
    """

    folder: Path
    copies: Path
    before: dict[str, str]
    after: dict[str, str]
    said: str
    renewed: str
    seconds: float


def installed(folder: Path) -> dict[str, str]:
    """Versions by package in the environment in ``folder``."""
    listed = call(folder, "-m", "pip", "--disable-pip-version-check", "list", "--format=json")
    return {one["name"].lower(): one["version"] for one in json.loads(listed)}


def setup_of(copy: Path, address: str = "") -> str:
    """The setup cell of a copy that was downloaded from the site at ``address``."""
    (cell,) = (one for one in nbformat.read(copy, as_version=4).cells if one.id == "setup")
    assert cell.source.count('    address="",\n') == 1
    return cell.source.replace('    address="",\n', f'    address="{address}",\n')


def make_older(packages: Path) -> None:
    """Let the installed package be of version 0.0.1, as if an earlier book had installed it."""
    (information,) = packages.glob("tying-*.dist-info")
    version = information.name.removeprefix("tying-").removesuffix(".dist-info")
    metadata = information / "METADATA"
    text = metadata.read_text(encoding="utf-8")
    metadata.write_text(text.replace(f"\nVersion: {version}\n", "\nVersion: 0.0.1\n"))


def make_environment(folder: Path) -> None:
    """The environment before the setup cell runs.

    pip and the large packages come from the environment of the tests.
    """
    venv.create(folder, with_pip=False)
    for name in with_requirements("pip", "torch", "numpy", "matplotlib"):
        link(name, packages_of(folder))
    pip(
        "install",
        "--quiet",
        "--no-compile",
        "ipython==7.34.0",
        "ipykernel",
        python=python_of(folder),
    )
    call(folder, "-m", "ipykernel", "install", "--prefix", str(folder), "--name", "colab")
    call(folder, "-c", "import matplotlib.font_manager")  # its list of fonts, which it announces


@pytest.fixture(scope="session")
def colab(once: Once) -> Colab:
    """The environment, after the setup cell of one copy ran in it."""

    def make(root: Path) -> dict[str, Any]:
        folder, site = root / "environment", root / "site"
        make_environment(folder)
        before = installed(folder)
        assert add_learner_copies(ROOT, site, root / "wheel") == ""
        copies = site / "learn"
        with serving(site) as host:
            setup = setup_of(copies / COPIES[0], f"{host.address}/learn")
            started = time.monotonic()
            said = call(folder, "-c", setup)
            seconds = time.monotonic() - started
            make_older(packages_of(folder))
            renewed = attempted(folder, "-c", f"import tying\n{setup}").stderr
        return {
            "folder": str(folder),
            "copies": str(copies),
            "before": before,
            "after": installed(folder),
            "said": said,
            "renewed": renewed,
            "seconds": seconds,
        }

    made = once("colab", make)
    return Colab(**made | {"folder": Path(made["folder"]), "copies": Path(made["copies"])})


def test_the_setup_cell_adds_the_package_and_changes_nothing_that_was_there(colab: Colab):
    assert colab.before.keys() >= THERE
    assert not colab.before.keys() & {"tying", "anywidget", "ipywidgets", "scikit-learn"}
    assert colab.after.keys() >= {"tying", "anywidget", "ipywidgets", "scikit-learn"}
    assert {name: colab.after[name] for name in colab.before} == colab.before
    print(f"the setup cell took {colab.seconds:.0f} s")


def test_the_setup_cell_says_first_what_it_installs_and_from_where(colab: Colab):
    intention, done = colab.said.split("All other packages stay as they are.\n")
    assert str(colab.folder) in intention
    for name in ("anywidget", "ipywidgets", "scikit-learn"):
        assert f"- {name} " in intention
    assert re.search(
        r"- tying 0.*, which is missing; from this notebook's folder or http", intention
    )
    assert "matplotlib" not in intention and done.startswith("Done: ")


def test_an_older_package_is_replaced_and_a_kernel_that_has_it_is_asked_to_restart(colab: Colab):
    assert colab.after["tying"] != "0.0.1"
    assert "Stop: This kernel had already imported an older tying: restart" in colab.renewed


def test_a_second_run_of_the_setup_cell_calls_nothing(colab: Colab):
    refuse = "import subprocess\ndef run(*a, **k): raise AssertionError(a)\nsubprocess.run = run\n"
    said = call(colab.folder, "-c", refuse + setup_of(colab.copies / COPIES[0]))
    assert said.endswith("are here: nothing to install.\n")


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_runs_where_there_is_nothing_else(
    colab: Colab, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("JUPYTER_PATH", str(colab.folder / "share" / "jupyter"))
    assert not attempt.problem(colab.copies / name, "colab")
