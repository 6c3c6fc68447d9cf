"""What workflows and images call exists here: scripts, commands, stages, versions."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import nox.registry
import pytest
import yaml

import noxfile  # noqa: F401
from tools import run

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SESSIONS = set(nox.registry.get())  # those of noxfile.py, which is imported here
VERSIONS = {f"3.{minor}" for minor in range(run.OLDEST[1], run.NEWEST[1] + 1)}


def read(path: Path) -> dict[Any, Any]:
    """A workflow; YAML 1.1 reads its key ``on`` as true."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_calls_is_in_the_repository(path: Path):
    text = path.read_text(encoding="utf-8")
    commands = dict(run.COMMANDS)
    called = re.findall(r"tools/run\.py (\w+)([\w ]*)", text)
    for command, arguments in called:
        assert command in commands, command
        assert not arguments.strip() or command in run.WITH_ARGUMENTS
        if command == "test":
            assert set(arguments.split()) <= SESSIONS
    scripts = re.findall(r"(\.ci/\w+)", text)
    for script in scripts:
        assert os.access(ROOT / script, os.X_OK), script
    for module in re.findall(r"-m (tools[.\w]+)", text):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file(), module
    sessions = re.findall(r"-m nox --session ([\w ]+)", text)
    for names in sessions:
        assert set(names.split()) <= SESSIONS, names
    assert called or scripts


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_failed_command_ends_a_step_and_rights_are_given_to_single_jobs(path: Path):
    workflow = read(path)
    assert workflow["defaults"]["run"]["shell"] == "bash -eo pipefail {0}"
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"[\w/.-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_pull_requests_are_checked_with_every_python():
    matrix = read(ROOT / ".github/workflows/ci.yml")["jobs"]["everything"]["strategy"]["matrix"]
    assert set(matrix["python"]) == VERSIONS


def test_an_image_for_binder_has_the_pins_of_the_book():
    folder = ROOT / ".binder"
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = {option: (folder / path).resolve() for option, path in map(str.split, lines)}
    assert named == {"-r": ROOT / "requirements.txt", "-c": ROOT / "constraints.txt"}
    runtime = (folder / "runtime.txt").read_text(encoding="utf-8").strip()
    assert runtime.removeprefix("python-") in VERSIONS
    assert os.access(folder / "postBuild", os.X_OK)
    # postBuild builds without isolation, with a setuptools that is there.
    with (ROOT / "pyproject.toml").open("rb") as file:
        (needed,) = tomllib.load(file)["build-system"]["requires"]
    assert needed.startswith("setuptools>=")
    assert "\nsetuptools==" in (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_a_workflow_that_another_one_starts_can_be_started_and_its_job_may_do_so():
    started = [
        (name, job)
        for path in WORKFLOWS
        for job in read(path)["jobs"].values()
        for step in job["steps"]
        for name in re.findall(r"gh workflow run (\S+)", step.get("run", ""))
    ]
    assert started
    for name, job in started:
        assert "workflow_dispatch" in read(ROOT / ".github" / "workflows" / name)[True]
        assert job["permissions"] == {"actions": "write"}


@pytest.mark.parametrize(("open_", "called"), [("", "issue create"), ("7", "issue comment 7")])
def test_a_failure_is_reported_once(tmp_path: Path, open_: str, called: str):
    program = tmp_path / "gh"
    program.write_text(
        f'#!/bin/sh\necho "$*" >> "{tmp_path}/calls"\n[ "$2" != list ] || echo "{open_}"\n'
    )
    program.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    command = [ROOT / ".ci/report", "It fails", "https://run.example/1"]
    subprocess.run(command, env={**os.environ, "PATH": path}, check=True)
    listed, text = (tmp_path / "calls").read_text().splitlines()
    assert listed.startswith("issue list --state open")
    assert text.startswith(called)
    assert text.endswith("https://run.example/1")
