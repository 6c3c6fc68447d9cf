"""make test runs every stage, fails if one does, and says which."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import noxfile
from tools.setup import other_torch

ROOT = Path(__file__).parents[2]
STAGES = {
    "lint": noxfile.lint,
    "unit": noxfile.unit,
    "package": noxfile.package,
    "book": noxfile.book,
    "site": noxfile.site,
    "browser": noxfile.browser,
    "pipeline": noxfile.pipeline,
}


class Recorder:
    """In place of a session: the commands that it was to run."""

    def __init__(self) -> None:
        self.command: list[str] = []

    def run(self, *command: str, env: dict[str, str]) -> None:
        """Note the command."""
        self.command = list(command)


def command(stage: object) -> list[str]:
    """What a stage runs."""
    recorder = Recorder()
    stage(recorder)  # pyright: ignore[reportCallIssue]
    return recorder.command


def nox(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run nox in ``folder``."""
    settings = {**os.environ, "NO_COLOR": "1"}
    settings.pop("FORCE_COLOR", None)
    return subprocess.run(
        [sys.executable, "-m", "nox", *arguments],
        cwd=folder,
        env=settings,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which lint and site fail, and pipeline passes."""
    leftovers = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=leftovers)
    shutil.copy(ROOT / "noxfile.py", tmp_path)
    tests = tmp_path / "tests" / "pipeline"
    tests.mkdir(parents=True)
    (tests / "test_one.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
    return tmp_path


def test_a_failed_stage_does_not_stop_the_others_and_a_table_ends_the_run(project: Path):
    completed = nox(project, "--session", "lint", "pipeline", "site")
    assert completed.returncode == 1
    assert "1 passed" in completed.stdout  # the closing line of the runner itself
    table = re.findall(r"\* (\w+): (\w+)(?:, took .+)?$", completed.stderr, flags=re.MULTILINE)
    assert table == [("lint", "failed"), ("pipeline", "success"), ("site", "failed")]


def test_all_passed_is_success_and_an_unknown_stage_is_not(project: Path):
    assert nox(project, "--session", "pipeline").returncode == 0
    unknown = nox(project, "--session", "pipelines")
    assert unknown.returncode != 0
    assert "pipelines" in unknown.stderr


def test_what_most_machines_lack_runs_only_if_it_is_named():
    listed = nox(ROOT, "--list").stdout
    by_mark = {
        mark: set(re.findall(rf"^\{mark} (\w+)", listed, flags=re.MULTILINE)) for mark in "*-"
    }
    assert by_mark == {"*": set(STAGES), "-": {"gpu", "placement", "torch"}}


def test_every_test_belongs_to_one_stage():
    named = [
        argument
        for stage in (*STAGES.values(), noxfile.gpu)
        for argument in command(stage)
        if argument.startswith("tests/")
    ]
    assert sorted(named) == sorted(noxfile.OTHER_STAGES)
    assert {f"--ignore={folder}" for folder in named} < set(command(noxfile.unit))
    assert all((ROOT / folder).is_dir() for folder in named)


def test_other_versions_of_torch_follow_from_what_the_package_allows(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["numpy>=1", "torch>=2.4.1"]\n'
    )
    assert other_torch.requirement("oldest", tmp_path) == "torch==2.4.1.*"
    assert other_torch.requirement("newest", tmp_path) == "torch"
    assert other_torch.requirement("2.9.0", tmp_path) == "torch==2.9.0"
    named = {line.partition("==")[0].lower() for line in other_torch.pins()}
    assert named == set(other_torch.BESIDE)


def test_another_torch_runs_the_mathematics_and_the_claims():
    tests = other_torch.tests()
    assert {"tests/claims", "tests/ledger", "tests/trace", "tests/test_device.py"} <= set(tests)
    assert not {"tests/plotting", "tests/widgets", "tests/browser"} & set(tests)
    assert all((ROOT / name).exists() for name in tests)


def test_another_torch_has_to_be_named():
    completed = nox(ROOT, "--session", "torch", "--no-venv")
    assert completed.returncode == 1
    assert "name one torch" in completed.stderr
