"""A batch that is killed at random moments ends with the table of one that was not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.assign.grading.conftest import PROBLEMS
from tying_assign.grading import batch
from tying_assign.grading.batch import Settings
from tying_assign.grading.folder import submissions

DRIVER = Path(__file__).parent / "driver.py"
SUBMISSIONS = 60
JOBS = 3
KILLS = 12  # the last two after the last submission is graded, while table and pages are written

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL and fork are of POSIX")


class Driver:
    """The command, in processes that can be killed."""

    def __init__(self, counter):
        self.process = subprocess.Popen(
            [sys.executable, str(DRIVER), str(counter)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def start(self, *arguments):
        return self._ask(json.dumps([*map(str, arguments)]))

    def wait(self):
        return self._ask("wait")

    def _ask(self, line):
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def kept(journal):
    """Keys of the grades in the whole lines of a journal."""
    whole = journal.read_bytes().split(b"\n")[:-1] if journal.exists() else []
    return [entry["key"] for entry in map(json.loads, whole) if "key" in entry]


def begun(counter):
    """Hashes of the contents that were given to be graded."""
    return counter.read_text().split() if counter.exists() else []


def test_nothing_is_lost_or_graded_twice(fill, tmp_path, problem):
    contents = {f"{number:03}.py": f"x = {number}" for number in range(SUBMISSIONS)}
    folder = fill(contents)
    listed, digest = submissions(folder), batch.digest(problem)
    keys = {one.sha256: batch.key(one, digest, Settings(unsafe=True)) for one in listed}
    counter, journal = tmp_path / "counter", tmp_path / "killed.csv.journal"

    def command(name):
        yield from ("grade", "double", folder, "--csv", tmp_path / f"{name}.csv", "--unsafe")
        yield from ("--feedback", tmp_path / name, "--jobs", JOBS, "--problems", PROBLEMS)

    chance = random.Random(14)
    with Driver(counter) as driver:
        for kill in range(KILLS + 1):
            before, already = set(kept(journal)), len(begun(counter))
            child = driver.start(*command("killed"))
            if kill < KILLS - 2:
                enough = min(len(before) + chance.randrange(7), SUBMISSIONS - 1)
                _kill(child, journal, enough, 0.05 * chance.random())
            elif kill < KILLS:
                _kill(child, journal, SUBMISSIONS, 0.01 * chance.random())
            assert driver.wait() in ((-signal.SIGKILL, 0) if kill < KILLS else (0,))
            fresh = begun(counter)[already:]
            assert len(fresh) == len(set(fresh))
            assert not before & {keys[sha256] for sha256 in fresh}
        total = len(begun(counter))
        driver.start(*command("calm"))
        assert driver.wait() == 0
    assert sorted(begun(counter)[total:]) == sorted(keys)
    # What was begun twice was on its way when a kill came: at most as many as there are jobs.
    assert SUBMISSIONS <= total <= SUBMISSIONS + JOBS * KILLS
    assert sorted(kept(journal)) == sorted(keys.values())
    assert (tmp_path / "killed.csv").read_bytes() == (tmp_path / "calm.csv").read_bytes()
    assert _files(tmp_path / "killed") == _files(tmp_path / "calm")


def _kill(child, journal, enough, seconds):
    """Kill the process this long after the journal has so many lines."""
    while len(kept(journal)) < enough and not _ended(child):
        time.sleep(0.002)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)  # it is the driver's child, and not waited for yet


def _ended(child):
    """Whether it has ended, and its parent only has not asked yet; False where /proc is missing."""
    stat = Path(f"/proc/{child}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


def _files(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("._")
    }
