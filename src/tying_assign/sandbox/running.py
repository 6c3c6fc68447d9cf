"""A sandbox that runs: a process that starts a worker for each question, and ends it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from tying_assign.errors import AssignError
from tying_assign.sandbox.channel import Channel, Ended
from tying_assign.sandbox.limits import Limits
from tying_assign.sandbox.memory import at_most, family, memory_of, private

START = 120.0
"""Seconds that torch may take to be imported; no time of the student's."""

END = 10.0
"""Seconds until all processes of a question are killed; then the whole sandbox is."""


class Sandbox:
    """All processes of one submission.

    Args:
        command: makes the command line, with the number of a descriptor that it inherits.
        environment: all of the variables that it sees.
        folder: where it runs.
        limits: what it may take.
        scratch: the file systems in it that are memory, as it sees them.
        clean_up: called once, when all of it has ended.
    """

    def __init__(
        self,
        command: Callable[[int], list[str]],
        environment: dict[str, str],
        folder: str,
        limits: Limits,
        clean_up: Callable[[], object] = lambda: None,
        scratch: Sequence[str] = (),
    ) -> None:
        self._scratch = scratch
        self._clean_up = clean_up
        self._limits = limits
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                command(theirs.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment,
                cwd=folder,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._orders = Channel(self._control, 1000, lambda: None)
        try:
            self._orders.hear(time.monotonic() + START)
        except Ended as error:
            raise AssignError(self._no_start(error.status)) from error
        self._inside = family(self._process.pid)[-1]
        self._common = private(self._process.pid)
        self._base = memory_of(self._process.pid, self._common)

    def _no_start(self, status: str) -> str:
        self._process.kill()
        errors = self._process.communicate()[1].decode(errors="replace")
        self.close()
        last = errors.strip().splitlines()[-1:] or [status]
        return f"the sandbox does not start: {last[0]}"

    def worker(self) -> Channel:
        """The channel to a fresh worker.

        Raises:
            Ended: "died", if the sandbox is no longer there.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"S"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise Ended("died") from error
        return Channel(ours, self._limits.reply, self._watch)

    def _watch(self) -> None:
        """Raise ``Ended`` if the submission takes too much memory, also by a million of files."""
        for folder in self._scratch:
            with suppress(OSError):
                there = os.statvfs(f"/proc/{self._inside}/root{folder}")
                if there.f_files - there.f_ffree > self._limits.scratch_files:
                    raise Ended("memory")
        largest = self._base + self._limits.memory
        pid = self._process.pid
        if at_most(pid) > largest and memory_of(pid, self._common) > largest:
            raise Ended("memory")

    def end(self) -> int | None:
        """Kill all that the worker has started.

        Returns:
            the exit status of the worker, negative for a signal; None if the whole sandbox is gone.
        """
        with suppress(Ended, OSError):
            self._control.settimeout(END)
            self._control.sendall(b"E")
            return int(self._orders.hear(time.monotonic() + END)["status"])
        self.close()
        return None

    def close(self) -> None:
        """End all of it; may be called more than once."""
        self._control.close()  # upon which it ends its processes, and then itself
        try:
            self._process.wait(END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        clean_up, self._clean_up = self._clean_up, lambda: None
        clean_up()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
