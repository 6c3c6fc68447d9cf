"""The backends that the tests run in: all three on Linux as root, which is what CI has.

Where one cannot run, its tests fail with the reason. A developer without root or bubblewrap names
those that can: ``TYING_BACKENDS="unsafe"``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tying_assign.sandbox import Backend, staging
from tying_assign.sandbox.bubblewrap import Bubblewrap
from tying_assign.sandbox.other_user import OtherUser
from tying_assign.sandbox.unsafe import Unsafe

BACKENDS = os.environ.get("TYING_BACKENDS", "bubblewrap other unsafe").split()

OF_DOCKER = (
    *("chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap"),
    *("net_bind_service", "net_raw", "sys_chroot", "mknod", "audit_write", "setfcap"),
)
"""The capabilities of root in a container, as Docker starts it."""


def container(opened: Sequence[Path]) -> list[str]:
    """What starts a command with Docker's capabilities, and with these folders open to all."""
    command = ["bwrap", "--dev-bind", "/", "/", "--cap-drop", "ALL"]
    for name in OF_DOCKER:
        command += ["--cap-add", f"CAP_{name.upper()}"]
    covered: set[Path] = set()
    for path in opened:
        closed = [one for one in path.parents if not one.stat().st_mode & 1]
        if closed:
            if closed[-1] not in covered:
                command += ["--perms", "0755", "--tmpfs", str(closed[-1])]
                covered.add(closed[-1])
            between = path.parents[: path.parents.index(closed[-1])]
            for folder in reversed(between):
                command += ["--perms", "0755", "--dir", str(folder)]
            command += ["--ro-bind", str(path), str(path)]
    return [str(shutil.which(command[0])), *command[1:], "--"]


class Contained(OtherUser):
    """The backend as in a container: with Docker's capabilities, and an interpreter open to all."""

    @staticmethod
    def lacks() -> str:
        if os.geteuid() != 0 or not shutil.which("bwrap"):
            return "its tests need root, and bubblewrap for a container around it"
        return ""

    def command(self, settings: str) -> list[str]:
        opened = [staging.INTERPRETER.parents[1], *staging.packages(), self._stage.folder]
        return [*container(opened), *super().command(settings)]


KINDS = {"bubblewrap": Bubblewrap, "other": Contained, "unsafe": Unsafe}


@cache
def backend(name: str) -> Backend:
    """The backend with this name; an error with a reason where it cannot run."""
    kind = KINDS[name]
    if reason := kind.lacks():
        raise AssertionError(
            f"{kind.name} cannot run here: {reason}. On Debian: apt-get install bubblewrap; or "
            'name the backends that can run: TYING_BACKENDS="unsafe" pytest ...'
        )
    return kind()
