"""The GPU check refuses records and notebooks that do not say that they ran on CUDA."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

from tools.checks import gpu

ROOT = Path(__file__).parents[2]
NAME = "notebooks/one.ipynb"
RUN = {"device": "cuda", "notebooks": {NAME: {"seconds": 1.0, "cached": False}}}
SAID = {NAME: "torch 2.13.0 on cuda\n0.5\n"}
PLANTED: dict[str, tuple[Callable[[dict[str, Any]], Any], dict[str, str], str]] = {
    "built on the CPU": (lambda run: run.update(device="cpu"), SAID, "built on 'cpu'"),
    "a device that only begins alike": (
        lambda run: run.update(device="cudax"),
        SAID,
        "built on 'cudax'",
    ),
    "from the cache": (
        lambda run: run["notebooks"][NAME].update(cached=True),
        SAID,
        "came from the cache",
    ),
    "not in the record": (lambda run: run["notebooks"].clear(), SAID, "not in the record"),
    "on the CPU after all": (
        lambda run: None,
        {NAME: "torch 2.13.0 on cpu\n"},
        "ran on cpu",
    ),
    "one of two": (
        lambda run: None,
        {NAME: "torch 2.13.0 on cuda\ntorch 2.13.0 on cpu\n"},
        "ran on cpu",
    ),
    "silent": (lambda run: None, {NAME: "0.5\n"}, "does not print"),
    "in a sentence only": (lambda run: None, {NAME: "it ran on cuda\n"}, "does not print"),
    "no notebook": (lambda run: run["notebooks"].clear(), {}, "there is no notebook"),
}


@pytest.mark.parametrize("device", ["cuda", "cuda:1"])
def test_a_cold_build_on_cuda_has_no_problem(device: str):
    outputs = {NAME: f"torch 2.13.0 on {device}\n0.5\n"}
    assert gpu.problems({**RUN, "device": device}, outputs) == []


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_problem_is_found(planted: tuple[Callable[[Any], Any], dict[str, str], str]):
    change, outputs, message = planted
    run = copy.deepcopy(RUN)
    change(run)
    (problem,) = gpu.problems(run, outputs)
    assert message in problem


def test_what_a_notebook_printed_is_read_from_its_outputs():
    cell = nbformat.v4.new_code_cell("print()")
    cell.outputs = [nbformat.v4.new_output("stream", text="torch 2.13.0 on cuda\n")]
    prose = nbformat.v4.new_markdown_cell("torch 2.13.0 on cpu")
    printed = gpu.printed(nbformat.v4.new_notebook(cells=[prose, cell]))
    assert gpu.DEVICE_LINE.findall(printed) == ["cuda"]


def test_a_skipped_test_has_not_passed(tmp_path: Path):
    report = tmp_path / "report.xml"
    cases = ["", "<failure/>", "<error/>", "<skipped/>", ""]
    tests = "".join(f"<testcase name='t'>{inner}</testcase>" for inner in cases)
    report.write_text(f"<testsuites><testsuite>{tests}</testsuite></testsuites>")
    assert gpu.counts(report) == (2, 3)
    report.write_text("<testsuites/>")
    with pytest.raises(ValueError, match="holds no test"):
        gpu.counts(report)


def test_the_record_has_what_the_page_shows(tmp_path: Path):
    gpu.write(tmp_path / "gpu.json", 5, 0)
    content = json.loads((tmp_path / "gpu.json").read_text())
    assert list(content) == ["date", "passed", "failed", "gpu", "torch", "commit"]
    assert (content["passed"], content["failed"], content["torch"]) == (5, 0, torch.__version__)


@pytest.mark.parametrize("device", ["", "cpu", "cudax"])
def test_without_cuda_in_the_environment_nothing_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], device: str
):
    monkeypatch.setenv("TYING_DEVICE", device)
    assert gpu.main() == 2
    assert "TYING_DEVICE must be cuda" in capsys.readouterr().err


def test_the_script_sets_the_device_and_calls_the_tool(tmp_path: Path):
    stand_in = tmp_path / "python"
    stand_in.write_text('#!/bin/sh\necho "$TYING_DEVICE ${TYING_SCALE-none} $*"\nexit 3\n')
    stand_in.chmod(0o755)
    environment = {**os.environ, "PYTHON": str(stand_in), "TYING_SCALE": "8"}
    completed = subprocess.run([ROOT / ".ci/gpu"], env=environment, capture_output=True, text=True)
    assert (completed.stdout, completed.returncode) == ("cuda none -m tools.checks.gpu\n", 3)


def test_without_a_gpu_the_marked_tests_fail_and_say_why():
    command = [sys.executable, "-m", "pytest", "-m", "gpu", "-p", "no:cacheprovider", "tests/gpu"]
    hidden = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}
    completed = subprocess.run(command, cwd=ROOT, env=hidden, capture_output=True, text=True)
    assert completed.returncode == 1
    assert "torch sees no CUDA device here, and tests/gpu need one" in completed.stdout
    assert " passed" not in completed.stdout
    assert " skipped" not in completed.stdout


def test_the_marked_tests_are_left_out_unless_they_are_asked_for():
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/gpu"]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert completed.returncode == 5  # nothing is left
    assert "deselected" in completed.stdout
