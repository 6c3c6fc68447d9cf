"""make test runs every stage, fails if one does, and says which; make serve finds a port."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from tools import serve, stages


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


def test_serving_without_a_book_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert serve.site(tmp_path) == 1
    assert capsys.readouterr().err == "There is no book to serve yet: run make book first.\n"


def test_a_taken_port_is_replaced_by_a_free_one(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve.server_of(tmp_path, port) as server:
            assert server.server_address[1] not in (0, port)
