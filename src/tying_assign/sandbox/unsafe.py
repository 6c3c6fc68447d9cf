"""No sandbox: a child process, for tests and for submissions that are trusted."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tying_assign.sandbox import staging
from tying_assign.sandbox.fresh import FreshWorkers
from tying_assign.sandbox.limits import DEFAULT, Limits
from tying_assign.sandbox.running import Sandbox


class Unsafe:
    """A child process with limits of memory and time; it may read and write what the caller may.

    Args:
        forks: whether torch is imported once for a submission and not once for a question; only
            Linux can, and only there memory is limited.
    """

    name = "unsafe"
    protects = "the batch goes on after a loop or a crash; a process has limits of memory and time"
    leaves = (
        "a submission can read the hidden tests, your files and the other submissions, change "
        "them, and use the network"
    )

    def __init__(self, forks: bool = sys.platform == "linux") -> None:
        self._stage = staging.Stage()
        self._forks = forks

    @staticmethod
    def lacks() -> str:
        """What is missing on this machine for it: nothing."""
        return ""

    def hide(self, folder: Path) -> None:
        """Nothing is hidden."""

    def start(
        self, seconds: float, limits: Limits = DEFAULT, imports: Sequence[str] = ()
    ) -> Sandbox:
        """A sandbox for one submission; see :class:`tying_assign.sandbox.Backend`."""
        home = tempfile.mkdtemp(prefix="home-", dir=self._stage.folder)
        settings = {
            "imports": list(imports),
            "packages": [str(path) for path in staging.packages()],
            "uid": None,
            "alone": False,
            "limits": limits.for_process(seconds, own_user=False),
        }

        def command(more: dict[str, Any]) -> list[str]:
            text = json.dumps({**settings, **more})
            return staging.worker(staging.INTERPRETER, str(self._stage.folder), text)

        def clean_up() -> None:
            shutil.rmtree(home, ignore_errors=True)

        environment = staging.environment(home)
        if not self._forks:
            return FreshWorkers(command, environment, home, limits, clean_up)
        return Sandbox(
            lambda control: command({"control": control}), environment, home, limits, clean_up
        )
