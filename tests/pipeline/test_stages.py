"""make test runs every stage, fails if one does, and says which."""

from __future__ import annotations

import re

import pytest

from tools import stages


def outcome(
    names: dict[str, tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> tuple[int, list[tuple[str, str]]]:
    """Exit status of a run of the stages ``names``, and the table that it printed."""
    monkeypatch.setattr(stages, "STAGES", names)
    monkeypatch.setattr("sys.argv", ["stages"])
    status = stages.main()
    table = capsys.readouterr().out.rpartition("stage ")[2]
    return status, re.findall(r"^(\w+) +(passed|FAILED) +\d+\.\d$", table, flags=re.MULTILINE)


def test_a_failed_stage_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    names = {"first": ("platform",), "second": ("no_such_module",), "third": ("platform",)}
    status, table = outcome(names, monkeypatch, capsys)
    assert status == 1
    assert table == [("first", "passed"), ("second", "FAILED"), ("third", "passed")]


def test_all_passed_is_success(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    status, table = outcome({"only": ("platform",)}, monkeypatch, capsys)
    assert status == 0
    assert table == [("only", "passed")]


def test_what_needs_a_gpu_runs_only_if_it_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert stages.ASKED_FOR <= set(stages.STAGES)
    names = {"here": ("platform",), "gpu": ("no_such_module",)}
    assert outcome(names, monkeypatch, capsys) == (0, [("here", "passed")])


def test_every_test_belongs_to_one_stage():
    run = {
        argument
        for stage in stages.STAGES.values()
        for argument in stage
        if argument.startswith("tests/")
    }
    assert run == set(stages.APART)
    assert {f"--ignore={folder}" for folder in run} < set(stages.STAGES["unit"])
    assert all((stages.ROOT / folder).is_dir() for folder in run)
