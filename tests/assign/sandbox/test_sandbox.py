"""The sandboxes themselves: which is chosen, what is left when they end, what they are handed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.assign.backends import BACKENDS, backend
from tying_assign.errors import AssignError
from tying_assign.sandbox import Bubblewrap, OtherUser, choose, staging
from tying_assign.sandbox.bubblewrap import _covers
from tying_assign.sandbox.memory import at_most, family, memory_of
from tying_assign.sandbox.other_user import open_to_all, remove_files_of
from tying_assign.sandbox.users import User

ROOT = Path(__file__).parents[3]

ENDLESS = """
import sys, time
sys.path.insert(0, {root!r})
from tests.assign.backends import backend
sandbox = backend({name!r}).start(seconds=100)
channel = sandbox.worker()
cell = "import os, time\\nfor _ in range(2):\\n    if not os.fork():\\n        os.setsid()"
cell += "\\nwhile True: time.sleep(0.1)"
question = dict(id="", cells=[cell], function="f", probe="", probes="")
try:
    channel.ask(question, time.monotonic() + 2)
except Exception:
    pass
from tying_assign.sandbox.memory import family
print(*family(sandbox._process.pid), flush=True)
time.sleep(1000)
"""


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be noticed does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("name", BACKENDS)
def test_nothing_outlives_a_command_that_is_killed(name):
    script = ENDLESS.format(root=str(ROOT), name=name)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as command:
        assert command.stdout
        pids = [int(word) for word in command.stdout.readline().split()]
        assert len([pid for pid in pids if alive(pid)]) >= 4
        command.send_signal(signal.SIGKILL)
    while any(alive(pid) for pid in pids):  # or the test does not end
        time.sleep(0.05)


def test_without_a_sandbox_nothing_is_graded_unless_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(Bubblewrap, "lacks", staticmethod(lambda: "no bwrap"))
    monkeypatch.setattr(OtherUser, "lacks", staticmethod(lambda: "no root"))
    with pytest.raises(AssignError) as refused:
        choose()
    for part in ("bubblewrap: no bwrap", "other user: no root", "apt-get install", "--unsafe"):
        assert part in str(refused.value)
    assert choose(unsafe=True).name == "unsafe"


@pytest.mark.parametrize("name", BACKENDS)
@pytest.mark.parametrize("imports", [[], ["no_such_module", "html.parser"]])
def test_a_worker_begins_with_the_modules_that_were_asked_for(name, imports):
    cells = ["import sys\ndef there():\n    return 'html.parser' in sys.modules"]
    question = {"id": "", "cells": cells, "function": "there", "probe": "", "probes": ""}
    deadline = time.monotonic() + 60
    with backend(name).start(60, imports=imports) as box, closing(box.worker()) as channel:
        channel.ask(question, deadline)
        reply = channel.ask({"id": "", "args": []}, deadline)
    assert reply["value"] is bool(imports)


def test_a_sandbox_that_does_not_start_says_why(monkeypatch):
    monkeypatch.setattr(staging, "INTERPRETER", Path("/no/such/python"))
    with pytest.raises(AssignError, match=r"does not start: bwrap: .*/no"):
        backend("bubblewrap").start(seconds=1)


def test_a_submission_sees_no_variable_of_the_callers(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    assert "SECRET_TOKEN" not in staging.environment("/tmp")


def test_the_stage_has_the_worker_and_no_hidden_test():
    stage = staging.Stage()
    names = {str(path.relative_to(stage.folder)) for path in stage.folder.rglob("*.py")}
    assert {"tying/__init__.py", "tying_assign/worker/codec.py"} <= names
    own = {name for name in names if name.startswith("tying_assign/")}
    assert {name for name in own if "/worker/" not in name} == {"tying_assign/__init__.py"}


def test_a_stage_goes_with_its_process_or_when_the_next_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(staging.tempfile, "tempdir", str(tmp_path))
    code = (
        "import os, signal, tempfile\n"
        f"tempfile.tempdir = {str(tmp_path)!r}\n"
        "from tying_assign.sandbox import staging\n"
        "stage = staging.Stage()\n"
        "print(stage.folder, flush=True)\n"
    )
    killed = code + "os.kill(os.getpid(), signal.SIGKILL)\n"
    commands = [[sys.executable, "-c", one] for one in (code, killed)]
    ended, left = (
        Path(subprocess.run(one, capture_output=True, text=True, check=False).stdout.strip())
        for one in commands
    )
    assert not ended.exists() and left.is_dir()
    live, other = staging.Stage(), tmp_path / "tying-assign-of-another-program"
    other.mkdir()
    assert left.is_dir()  # it may be about to take its lock
    for folder in (left, live.folder, other):
        os.utime(folder, (0, 0))
    staging.Stage().remove()
    assert not left.exists() and live.folder.is_dir() and other.is_dir()
    live.remove()
    assert sorted(tmp_path.iterdir()) == [other]


def test_sources_below_what_is_seen_are_covered():
    inside = list(_covers(staging.SOURCES.parent, "/seen"))
    assert inside[:2] == ["--tmpfs", "/seen/src/tying_assign"]
    assert list(_covers(Path("/usr"), "/usr")) == []


def test_two_sandboxes_have_two_users():
    first, second = User(), User()
    assert len({first.uid, first.guard, second.uid, second.guard}) == 4
    first.give_back()
    third = User()
    assert third.uid == first.uid
    second.give_back()
    third.give_back()


def test_what_a_user_left_is_removed_and_nothing_else(tmp_path):
    theirs, mine = tmp_path / "theirs", tmp_path / "mine"
    for folder in (theirs, mine):
        folder.mkdir()
        (folder / "file").touch()
    mine.chmod(0o777)
    (mine / "link").symlink_to(mine / "file")
    for path in (theirs, theirs / "file"):
        os.chown(path, 60099, 60099)
    os.chown(mine / "link", 60099, 60099, follow_symlinks=False)
    remove_files_of(60099, tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "mine"]


def test_a_folder_is_open_if_everybody_can_reach_and_read_it(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    assert open_to_all(Path("/usr/bin"))
    tmp_path.chmod(0o700)
    assert not open_to_all(inner)


def test_memory_counts_pages_once_though_processes_share_them():
    script = (
        "import os, time\nx = b'x' * 100_000_000\n"
        "for _ in range(4):\n    if not os.fork():\n        break\n"
        "print(flush=True)\ntime.sleep(1000)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout
        for _ in range(5):
            process.stdout.readline()
        pids = family(process.pid)
        assert len(pids) == 5
        assert 100e6 < memory_of(process.pid) < 200e6
        assert at_most(process.pid) > 500e6
        for pid in reversed(pids):
            os.kill(pid, signal.SIGKILL)


def test_a_family_is_told_while_its_members_come_and_go():
    script = (
        "import os\nprint(flush=True)\n"
        "while True:\n    if not os.fork():\n        os._exit(0)\n    os.wait()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            sizes = {len(family(process.pid)) for _ in range(5000)}
        finally:
            process.kill()
    assert sizes == {1, 2}
