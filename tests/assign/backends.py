"""The backends that the tests run in: all three on Linux as root, which is what CI has.

Where one cannot run, its tests fail with the reason. A developer without root or bubblewrap names
those that can: ``TYING_BACKENDS="unsafe"``.
"""

from __future__ import annotations

import os
import shutil
from functools import cache

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


class Contained(OtherUser):
    """The backend as in a container: with Docker's capabilities, and an interpreter open to all."""

    @staticmethod
    def lacks() -> str:
        if os.geteuid() != 0 or not shutil.which("bwrap"):
            return "its tests need root, and bubblewrap for a container around it"
        return ""

    def command(self, settings: str) -> list[str]:
        container = ["bwrap", "--dev-bind", "/", "/", "--cap-drop", "ALL"]
        for name in OF_DOCKER:
            container += ["--cap-add", f"CAP_{name.upper()}"]
        for path in (staging.INTERPRETER.parents[1], *staging.packages(), self._stage.folder):
            closed = [one for one in path.parents if not one.stat().st_mode & 1]
            if closed:
                container += ["--perms", "0755", "--tmpfs", str(closed[-1])]
                between = path.parents[: path.parents.index(closed[-1])]
                for folder in reversed(between):
                    container += ["--perms", "0755", "--dir", str(folder)]
                container += ["--ro-bind", str(path), str(path)]
        return [*container, "--", *super().command(settings)]


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
