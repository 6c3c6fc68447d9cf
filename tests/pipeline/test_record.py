"""The record of a build: what it says of notebooks, machine and commit."""

from __future__ import annotations

import platform
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.pipeline.conftest import MiniBook
from tools.build import record


def test_a_notebook_is_recorded_with_its_peak_its_seeds_and_its_time(built: MiniBook):
    notebooks = built.record()["notebooks"]
    one, two = notebooks["one.ipynb"], notebooks["part/two.ipynb"]
    assert (one["seeds"], two["seeds"]) == ([7, 3], [])
    assert notebooks["worked.md"]["seeds"] == [11]
    # part/two.ipynb holds half a gibibyte for a moment.
    assert two["memory"] - one["memory"] == pytest.approx(2**29, rel=0.1)
    assert two["gpu_memory"] == 0
    age = datetime.now(UTC) - datetime.fromisoformat(two["date"])
    assert timedelta(0) <= age < timedelta(hours=1)
    assert two["seconds"] > 0


def test_machine_and_versions_are_those_of_this_process(built: MiniBook):
    content = built.record()
    assert content["device"] == "cpu"
    assert content["versions"]["python"] == platform.python_version()
    assert content["platform"] == platform.platform()
    assert content["hardware"]["cores"] >= 1
    assert "gpu" not in content["hardware"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("torch.manual_seed(0)", [0]),
        ("g = torch.Generator(device=d).manual_seed(5)", [5]),
        ("rng = np.random.default_rng(11)", [11]),
        ("for s in range(3):\n    torch.manual_seed(s)", []),
        ("seed(1)", []),
    ],
)
def test_seeds_of_a_cell(source: str, expected: list[int]):
    assert record.seeds_of(source) == expected


def test_the_commit_carries_a_plus_when_files_differ(tmp_path: Path):
    assert record.commit(tmp_path) == ""

    def git(*arguments: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        completed = subprocess.run(
            ["git", "-C", str(tmp_path), *who, *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        return completed.stdout.strip()

    git("init", "--quiet")
    (tmp_path / "file").write_text("1")
    git("add", "file")
    git("commit", "--quiet", "--message", "one")
    assert record.commit(tmp_path) == git("rev-parse", "HEAD")
    (tmp_path / "file").write_text("2")
    assert record.commit(tmp_path) == git("rev-parse", "HEAD") + "+"


def test_the_processor_is_named_by_the_system(tmp_path: Path):
    table = tmp_path / "cpuinfo"
    table.write_text("processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\nmodel name\t: Other\n")
    assert record.processor(table) == "Some CPU @ 3 GHz"
    assert record.processor(tmp_path / "none") == (platform.processor() or platform.machine())
