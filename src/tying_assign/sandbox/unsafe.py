"""No sandbox: a child process, for tests and for submissions that are trusted."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tying_assign.sandbox import staging
from tying_assign.sandbox.limits import DEFAULT, Limits
from tying_assign.sandbox.running import Sandbox


class Unsafe:
    """A child process with limits of memory and time; it may read and write what the caller may."""

    name = "unsafe"
    protects = "the batch goes on after a loop or a crash; a process has limits of memory and time"
    leaves = (
        "a submission can read the hidden tests, your files and the other submissions, change "
        "them, and use the network"
    )

    def __init__(self) -> None:
        self._stage = staging.Stage()

    @staticmethod
    def lacks() -> str:
        """What is missing on this machine for it: nothing."""
        return ""

    def hide(self, folder: Path) -> None:
        """Nothing is hidden."""

    def start(self, seconds: float, limits: Limits = DEFAULT) -> Sandbox:
        """A sandbox for one submission; see :class:`tying_assign.sandbox.Backend`."""
        home = tempfile.TemporaryDirectory(prefix="tying-assign-")

        def command(control: int) -> list[str]:
            settings = {
                "control": control,
                "packages": [str(path) for path in staging.packages()],
                "uid": None,
                "alone": False,
                "limits": limits.for_process(seconds, own_user=False),
            }
            return staging.worker(
                staging.INTERPRETER, str(self._stage.folder), json.dumps(settings)
            )

        return Sandbox(command, staging.environment(home.name), home.name, limits, home.cleanup)
