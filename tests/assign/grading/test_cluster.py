"""The same batch on a Dask cluster of two local workers."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from distributed import Client

from tests.assign.grading.conftest import PROBLEMS
from tying_assign import cli
from tying_assign.errors import AssignError
from tying_assign.grading import cluster as subject
from tying_assign.grading.batch import Settings, Task
from tying_assign.grading.cluster import Cluster
from tying_assign.grading.folder import Unopened
from tying_assign.grading.local import Local
from tying_assign.grading.result import Grade
from tying_assign.sandbox import choose

CONTENTS = {
    "right": b"def double(x): return 2 * x\ndef length(x): return len(x)",
    "crash": b"import os\nos._exit(3)",
    "none": b"{",
}
SETTINGS = Settings(class_seed=3, unsafe=True)


class Machines:
    """A scheduler and its workers, each a process; ended with the block."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder, self.file = folder, folder / "scheduler.json"
        self.address = ""
        self.workers: list[subprocess.Popen[bytes]] = []
        self._number = workers
        self._stack = ExitStack()

    def __enter__(self) -> Machines:
        with self._stack:
            self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
            while not self.file.exists():
                assert self.scheduler.poll() is None
                time.sleep(0.05)
            self.address = json.loads(self.file.read_text())["address"]
            self.workers = [self.work() for _ in range(self._number)]
            if self._number:
                with Client(self.address, set_as_default=False) as client:
                    client.wait_for_workers(self._number, timeout=60)
            self._stack = self._stack.pop_all()  # ended only after the block
        return self

    def work(self) -> subprocess.Popen[bytes]:
        """One worker more; without a nanny it is one process, and stays away when it is killed."""
        return self._start("worker", "--no-nanny", "--nthreads", "1")

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
        command += ["--scheduler-file", str(self.file), "--no-dashboard"]
        process = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.DEVNULL)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    def __exit__(self, *_: object) -> None:
        self._stack.close()


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    with Machines(tmp_path_factory.mktemp("cluster"), workers=2) as started:
        yield started


@pytest.fixture
def short_lived(tmp_path):
    """Machines that a test may kill."""
    with Machines(tmp_path, workers=2) as started:
        yield started


def tasks(contents=CONTENTS):
    return [Task(name, lambda content=content: content) for name, content in contents.items()]


def by_key(results):
    return {result.key: result for result in results}


def test_grades_are_those_of_this_machine(machines, problem):
    there = by_key(Cluster(problem, SETTINGS, machines.address).results(tasks()))
    assert there == by_key(Local(problem, SETTINGS, choose(unsafe=True), 2).results(tasks()))
    grades = {name: result.grade or Grade(()) for name, result in there.items()}
    assert {name: (grade.status, grade.points) for name, grade in grades.items()} == {
        "right": ("graded", 3),
        "crash": ("died", 0),
        "none": ("unreadable", 0),
    }


def test_the_batch_goes_on_without_a_worker_that_is_lost(short_lived, problem):
    contents = {str(n): b"def double(x): return 2 * x\n# %d" % n for n in range(4)}
    results = Cluster(problem, SETTINGS, short_lived.address).results(tasks(contents))
    found = [next(results)]
    short_lived.workers[0].kill()
    found += results
    assert sorted(result.key for result in found) == sorted(contents)
    assert [result.grade and result.grade.points for result in found] == [2] * 4


def test_the_command_writes_the_same_table(machines, fill, tmp_path):
    folder = fill({"a.py": CONTENTS["right"], "b.ipynb": b"{", "c.pdf": b"%PDF"})
    command = ["grade", "double", str(folder), "--unsafe", "--problems", str(PROBLEMS), "--csv"]
    assert cli.main([*command, str(tmp_path / "here.csv")]) == 0
    there = [str(tmp_path / "there.csv"), "--cluster", machines.address]
    assert cli.main([*command, *there]) == 0
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()


def test_a_cluster_that_is_lost_is_said(short_lived, problem):
    slow = {str(n): b"import time; time.sleep(2) # %d" % n for n in range(5)}
    results = Cluster(problem, SETTINGS, short_lived.address).results(tasks(slow))
    next(results)
    short_lived.scheduler.kill()
    with pytest.raises(AssignError, match="the same command goes on"):
        list(results)


def test_what_cannot_be_read_or_graded_is_a_failure_of_its_own(machines, problem):
    def unread():
        raise Unopened("unreadable", "the file changed")

    (result,) = Cluster(problem, SETTINGS, machines.address).results([Task("a", unread)])
    assert (result.grade, result.failure) == (None, "the file changed")


def test_no_cluster_and_one_without_workers_are_said(tmp_path, problem, monkeypatch):
    monkeypatch.setattr(subject, "PATIENCE", 1)
    with pytest.raises(AssignError, match=r"no cluster answers at tcp://127\.0\.0\.1:9"):
        list(Cluster(problem, SETTINGS, "tcp://127.0.0.1:9").results(tasks()))
    with (
        Machines(tmp_path, workers=0) as idle,
        pytest.raises(AssignError, match="has no workers"),
    ):
        list(Cluster(problem, SETTINGS, idle.address).results(tasks()))
