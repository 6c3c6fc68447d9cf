"""Another user of the same machine, for hosts where bubblewrap cannot run: containers mostly."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tying_assign.errors import AssignError
from tying_assign.sandbox import staging
from tying_assign.sandbox.limits import DEFAULT, Limits
from tying_assign.sandbox.running import Sandbox
from tying_assign.sandbox.users import User

OPEN_TO_ALL = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/dev/mqueue")


class OtherUser:
    """Processes of a user that owns nothing; needs root, in a container for instance."""

    name = "other user"
    protects = (
        "files that only root may read (the hidden tests are refused otherwise) and the memory of "
        "other processes; memory, processes and time are limited, and nothing outlives a question"
    )
    leaves = (
        "the network is open; files that it writes are limited in size, not in number; it sees the "
        "names of your processes, and reads what every user of this machine may read, so keep "
        "the other submissions in a folder of mode 0700"
    )

    def __init__(self) -> None:
        self._stage = staging.Stage()

    @staticmethod
    def lacks() -> str:
        """What is missing on this machine for it; empty if nothing is known to be."""
        if not hasattr(os, "geteuid") or os.geteuid() != 0:
            return "to become another user, the command has to run as root"
        for path in (staging.INTERPRETER, *staging.packages()):
            if not open_to_all(path):
                return f"other users cannot reach {path}, which the submissions need"
        return ""

    def hide(self, folder: Path) -> None:
        """See that a folder cannot be read by a submission.

        Raises:
            AssignError: if it can.
        """
        if open_to_all(folder):
            raise AssignError(
                f"a submission could read {folder}, since every user of this machine can; "
                f"close it first: chmod 700 {folder}"
            )

    def command(self, settings: str) -> list[str]:
        """What starts the worker."""
        return staging.worker(staging.INTERPRETER, str(self._stage.folder), settings)

    def start(
        self, seconds: float, limits: Limits = DEFAULT, imports: Sequence[str] = ()
    ) -> Sandbox:
        """A sandbox for one submission; see :class:`tying_assign.sandbox.Backend`."""
        user = User()
        home = tempfile.mkdtemp(prefix="tying-assign-")
        os.chown(home, user.uid, user.uid)
        settings = {
            "imports": list(imports),
            "packages": [str(path) for path in staging.packages()],
            "uid": user.uid,
            "guard": user.guard,
            "alone": False,
            "limits": limits.for_process(seconds, own_user=True),
        }

        def command(control: int) -> list[str]:
            return self.command(json.dumps({**settings, "control": control}))

        def clean_up() -> None:
            kill_all_of(user)
            for folder in (*OPEN_TO_ALL, tempfile.gettempdir()):
                remove_files_of(user.uid, Path(folder))
            user.give_back()

        return Sandbox(command, staging.environment(home), home, limits, clean_up)


def kill_all_of(user: User) -> None:
    """End what a user still runs, should the sandbox itself have been killed."""
    change = f"os.setresuid({user.guard}, {user.uid}, {user.guard})"
    code = f"import os; os.setgroups([]); {change}; os.kill(-1, 9)"
    command = [str(staging.INTERPRETER), "-I", "-S", "-c", code]
    subprocess.run(command, capture_output=True, check=False)  # mostly, there is no such process


def open_to_all(path: Path) -> bool:
    """Whether every user can reach and read ``path``."""
    path = path.resolve()
    reach = all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)
    return reach and bool(path.stat().st_mode & stat.S_IROTH)


def remove_files_of(uid: int, folder: Path) -> None:
    """Remove what a user has put into a folder; call it when the user's processes have ended."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if status.st_uid == uid:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink(missing_ok=True)
        elif stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_IWOTH:
            remove_files_of(uid, Path(entry.path))
