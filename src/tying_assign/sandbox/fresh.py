"""Workers for systems without ``fork``: each is a process of its own, which imports torch again."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tying_assign.errors import AssignError
from tying_assign.sandbox.channel import Channel, Ended
from tying_assign.sandbox.limits import Limits
from tying_assign.sandbox.running import START, Sandbox


class FreshWorkers(Sandbox):
    """Like :class:`tying_assign.sandbox.Sandbox`, without limits of memory, and slower.

    Args:
        command: makes the command line, from the settings that are its own.
        environment: all of the variables that a worker sees.
        folder: where it runs.
        limits: what it may take; only ``reply`` is seen to.
        clean_up: called once, when all of it has ended.
    """

    def __init__(
        self,
        command: Callable[[dict[str, Any]], list[str]],
        environment: dict[str, str],
        folder: str,
        limits: Limits,
        clean_up: Callable[[], object],
    ) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._limits = limits
        self._clean_up = clean_up
        self._worker: subprocess.Popen[bytes] | None = None

    def worker(self) -> Channel:
        """The channel to a fresh worker, which has imported torch.

        It calls back by the loopback, since that exists everywhere, and shows a token, since
        others can call there too.

        Raises:
            AssignError: if it does not start.
        """
        token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(START)
            self._worker = subprocess.Popen(
                self._command({"port": server.getsockname()[1], "token": token}),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                cwd=self._folder,
                start_new_session=True,
            )
            try:
                end = server.accept()[0]
                channel = Channel(end, self._limits.reply, lambda: None)
                if channel.hear(time.monotonic() + START) == {"token": token}:
                    return channel
            except (Ended, OSError) as error:
                self.end()
                raise AssignError(f"a worker does not start: {error}") from error
        self.end()
        raise AssignError("another process called in the place of the worker")

    def end(self) -> int | None:
        """Kill the worker and what is left of its group; its exit status, negative for a signal."""
        if not self._worker:
            return None
        with suppress(subprocess.TimeoutExpired):
            self._worker.wait(0.1)  # one that ended by itself keeps its own status
        if hasattr(os, "killpg"):
            with suppress(OSError):
                os.killpg(self._worker.pid, signal.SIGKILL)
        self._worker.kill()
        status = self._worker.wait()
        self._worker = None
        return status

    def close(self) -> None:
        """End all of it; may be called more than once."""
        self.end()
        clean_up, self._clean_up = self._clean_up, lambda: None
        clean_up()
