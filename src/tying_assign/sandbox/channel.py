"""Lines of JSON to and from a process that is not trusted."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from typing import Any

TICK = 0.05
"""Seconds between two looks at the memory of the sandbox."""


class Ended(Exception):
    """No answer came; ``status`` is one of those of a grade."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class Channel:
    """One end of a socket; the other one is with a process that may do what it likes.

    Args:
        end: the socket.
        largest: bytes that a line may have.
        watch: called every now and then while the other end is waited for; may raise.
    """

    def __init__(self, end: socket.socket, largest: int, watch: Callable[[], None]) -> None:
        self._end = end
        self._largest = largest
        self._watch = watch
        self._received = bytearray()

    def ask(self, message: dict[str, Any], deadline: float) -> dict[str, Any]:
        """What the other end answers.

        Args:
            message: becomes a line of JSON.
            deadline: as ``time.monotonic`` counts.

        Raises:
            Ended: "timeout", "died", "flood" or "forged"; or what ``watch`` raises.
        """
        self._send(json.dumps(message).encode() + b"\n", deadline)
        return self.hear(deadline)

    def hear(self, deadline: float) -> dict[str, Any]:
        """What the other end says by itself; see :meth:`ask`."""
        try:
            reply = json.loads(self._line(deadline))
        except (ValueError, RecursionError) as error:
            raise Ended("forged") from error
        if not isinstance(reply, dict):
            raise Ended("forged")
        return reply

    def _send(self, text: bytes, deadline: float) -> None:
        left = memoryview(text)
        while left:
            self._wait(deadline)
            try:
                left = left[self._end.send(left) :]
            except TimeoutError:
                continue
            except OSError as error:
                raise Ended("died") from error

    def _line(self, deadline: float) -> bytes:
        seen = 0
        while (end := self._received.find(b"\n", seen)) < 0:
            seen = len(self._received)
            if seen > self._largest:
                raise Ended("flood")
            self._wait(deadline)
            try:
                more = self._end.recv(65536)
            except TimeoutError:
                continue
            except OSError as error:
                raise Ended("died") from error
            if not more:
                raise Ended("died")
            self._received += more
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line

    def _wait(self, deadline: float) -> None:
        """Look after the sandbox, and let the next use of the socket take at most a tick."""
        self._watch()
        left = deadline - time.monotonic()
        if left <= 0:
            raise Ended("timeout")
        self._end.settimeout(min(left, TICK))

    def close(self) -> None:
        """Hang up."""
        self._end.close()
