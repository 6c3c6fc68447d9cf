"""What a submission may take."""

from __future__ import annotations

import math
from dataclasses import dataclass

MIB = 1024**2


@dataclass(frozen=True)
class Limits:
    """What a submission may take; sizes in bytes.

    Attributes:
        memory: of all its processes together, without what torch itself takes.
        processes: processes and threads at once.
        files: open files of a process.
        file_size: of one file that it writes.
        scratch: all files that it writes together, where that can be limited.
        scratch_files: their number, where that can be limited.
        reply: one value that it returns, as text.
    """

    memory: int = 2048 * MIB
    processes: int = 32
    files: int = 128
    file_size: int = 64 * MIB
    scratch: int = 64 * MIB
    scratch_files: int = 20_000
    reply: int = 4 * MIB

    def for_process(self, seconds: float, own_user: bool) -> dict[str, int]:
        """By the names of ``resource``; ``as`` counts on top of what the process starts with.

        Args:
            seconds: of processor time; the wall clock is the parent's.
            own_user: whether no other process has this user, so that they can be counted.
        """
        limits = {
            "as": self.memory,
            "cpu": math.ceil(seconds),
            "fsize": self.file_size,
            "nofile": self.files,
            "core": 0,
            "msgqueue": 0,
            "memlock": 0,
        }
        return {**limits, "nproc": self.processes} if own_user else limits


DEFAULT = Limits()
"""Enough for every problem of the book."""
