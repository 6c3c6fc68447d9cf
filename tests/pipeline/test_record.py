"""The record of a build: what it says of notebooks, machine and commit."""

from __future__ import annotations

import json
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pipeline.conftest import MiniBook, mini_book
from tools.build import record


def recorded(book: MiniBook) -> dict:
    """The record of the last build of ``book``."""
    return json.loads((book.root / "_build" / "execution.json").read_text(encoding="utf-8"))


def test_a_notebook_is_recorded_with_its_peak_its_seeds_and_its_time(tmp_path: Path):
    book = mini_book(tmp_path)
    book.notebook("one", ("seed", "import random\nrandom.seed(7)\nrandom.seed(3)"))
    # Half a gibibyte in one piece, touched so that the system really gives it.
    book.notebook("part/two", ("large", "large = bytearray(b'1') * 2**29\ndel large\n6 * 7"))
    before = datetime.now(UTC)
    assert book.build().returncode == 0
    runs = recorded(book)["notebooks"]
    one, two = runs["one.ipynb"], runs["part/two.ipynb"]
    assert (one["seeds"], two["seeds"]) == ([7, 3], [])
    assert two["memory"] - one["memory"] == pytest.approx(2**29, rel=0.1)
    assert two["gpu_memory"] == 0
    assert before <= datetime.fromisoformat(two["date"]).replace(microsecond=999999)
    assert two["seconds"] > 0


def test_what_comes_from_the_cache_keeps_its_record(built: MiniBook):
    first = recorded(built)
    assert built.build().returncode == 0
    again = recorded(built)
    assert [run["cached"] for run in again["notebooks"].values()] == [True, True]
    for name, run in again["notebooks"].items():
        assert {**run, "cached": None} == {**first["notebooks"][name], "cached": None}


def test_machine_and_versions_are_those_of_this_process(built: MiniBook):
    made = recorded(built)
    assert made["device"] == "cpu"
    assert made["versions"]["python"] == platform.python_version()
    assert made["platform"] == platform.platform()
    assert made["hardware"]["cores"] >= 1
    assert "gpu" not in made["hardware"]


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
        done = subprocess.run(
            ["git", "-C", str(tmp_path), *who, *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

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
