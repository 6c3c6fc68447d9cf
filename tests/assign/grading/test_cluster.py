"""The same batch on a Dask cluster of two local workers."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from distributed import Client
from distributed.utils import json_load_robust

from tests.assign.grading.conftest import PROBLEMS
from tying_assign import cli
from tying_assign.errors import AssignError
from tying_assign.grading import cluster as subject
from tying_assign.grading import table
from tying_assign.grading.batch import Settings, Task
from tying_assign.grading.cluster import Cluster
from tying_assign.grading.folder import Unopened

RIGHT = b"def double(x): return 2 * x\ndef length(x): return len(x)\n"
CONTENTS = {
    "right.py": RIGHT,
    "crash.py": b"import os\nos._exit(3)",
    "none.ipynb": b"{",
    "c.pdf": b"",
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
            # Waits for the file and for what it says: the scheduler makes it, and fills it later.
            self.address = json_load_robust(self.file, timeout=60)["address"]
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


def tasks(contents):
    return [Task(name, lambda content=content: content) for name, content in contents.items()]


def test_the_command_writes_the_table_of_this_machine(fill, tmp_path):
    folder = fill(CONTENTS)
    command = ["grade", "double", str(folder), "--unsafe", "--problems", str(PROBLEMS), "--csv"]
    assert cli.main([*command, str(tmp_path / "here.csv")]) == 0
    with Machines(tmp_path, workers=2) as machines:
        there = [str(tmp_path / "there.csv"), "--cluster", machines.address]
        assert cli.main([*command, *there]) == 0
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
    rows = {row["submission"]: row for row in table.read(tmp_path / "there.csv")}
    assert {name: (row["status"], row["sum"]) for name, row in rows.items()} == {
        "right.py": ("graded", "3"),
        "crash.py": ("died", "0"),
        "none.ipynb": ("unreadable", "0"),
        "c.pdf": ("unreadable", "0"),
    }


def test_a_lost_worker_is_made_up_for_and_a_lost_cluster_is_said(problem, tmp_path):
    contents = {str(number): RIGHT + b"# %d" % number for number in range(4)}
    found = []
    with Machines(tmp_path, workers=2) as machines:
        cluster = Cluster(problem, SETTINGS, machines.address)

        def kill_first_worker(result):
            found.append(result)
            machines.workers[0].kill()

        cluster.run(tasks(contents), kill_first_worker)
        assert sorted(result.key for result in found) == sorted(contents)
        assert [result.grade and result.grade.points for result in found] == [3] * 4
        with pytest.raises(AssignError, match="the same command goes on"):
            cluster.run(tasks(contents), lambda result: machines.scheduler.kill())


def test_what_cannot_be_read_is_a_failure_of_its_own():
    def unread():
        raise Unopened("unreadable", "the file changed")

    client = SimpleNamespace(loop=object(), nthreads=dict, status="running")
    (result,) = subject._gathered(client, None, iter([Task("a", unread)]))
    assert (result.grade, result.failure) == (None, "the file changed")


def test_no_cluster_and_one_without_workers_are_said(tmp_path, problem, monkeypatch):
    found = []
    monkeypatch.setattr(subject, "PATIENCE", 1)
    with pytest.raises(AssignError, match=r"no cluster answers at tcp://127\.0\.0\.1:9"):
        Cluster(problem, SETTINGS, "tcp://127.0.0.1:9").run([], found.append)
    monkeypatch.setattr(subject, "PATIENCE", 5)
    with (
        Machines(tmp_path, workers=0) as idle,
        pytest.raises(AssignError, match="has no workers"),
    ):
        Cluster(problem, SETTINGS, idle.address).run([], found.append)
