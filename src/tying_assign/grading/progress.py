"""How far a batch is, on stderr: a line that changes on a terminal, else one now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

EVERY = 10
"""Seconds between lines where there is no terminal."""


@dataclass
class Progress:
    """Is called with the number of submissions that are done, and that of all.

    Attributes:
        stream: where it is written.
        clock: seconds.
    """

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    _started: float | None = None
    _said: float = 0.0
    _width: int = 0

    def __call__(self, done: int, total: int) -> None:
        """Say it, if it is time to."""
        now = self.clock()
        if self._started is None:
            self._started = self._said = now
        is_last = done == total
        if self.stream.isatty():
            line = told(done, total, now - self._started)
            end = "\n" if is_last and total else ""
            self.stream.write(f"\r{line.ljust(self._width)}{end}")
            self._width = len(line)
        elif now - self._said >= EVERY or (is_last and done):
            self._said = now
            self.stream.write(f"{told(done, total, now - self._started)}\n")
        self.stream.flush()


def told(done: int, total: int, seconds: float) -> str:
    """The number of submissions, their rate, and what is left of the time."""
    if not done or not seconds:
        return f"{done} of {total} submissions"
    rate = done / seconds
    line = f"{done} of {total} submissions, {rate:.1f} a second"
    if done == total:
        return f"{line}, {span(seconds)}"
    return f"{line}, about {span((total - done) / rate)} left"


def span(seconds: float) -> str:
    """A time in words: 40 s, 3 min, 2 h 5 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
