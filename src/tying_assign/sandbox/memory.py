"""The memory that a process and all its descendants take together."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def memory_of(pid: int, common: int = 0) -> int:
    """Bytes; each page counts once, however many of them share it. 0 where /proc is missing.

    Args:
        pid: a process.
        common: what every descendant shares with its ancestors; only for kernels and containers
            that do not tell the shares.
    """
    return sum(_share(one, common) for one in family(pid))


def at_most(pid: int) -> int:
    """Bytes that :func:`memory_of` cannot exceed, in a fraction of its time."""
    return sum(_resident(one)[0] for one in family(pid))


def private(pid: int) -> int:
    """Bytes of the largest of the family that are no file's."""
    return max(map(_private, family(pid)), default=0)


def family(pid: int) -> list[int]:
    """``pid`` and its descendants."""
    found = [pid]
    for one in found:  # grows meanwhile
        with suppress(OSError):  # it has ended meanwhile
            for thread in Path(f"/proc/{one}/task").iterdir():
                found += _children(thread)
    return found


def _children(thread: Path) -> list[int]:
    with suppress(OSError):
        return [int(word) for word in (thread / "children").read_text().split()]
    return []


def _private(pid: int) -> int:
    resident, shared = _resident(pid)
    return resident - shared


def _resident(pid: int) -> tuple[int, int]:
    """Bytes that are in memory, and those of them that belong to files."""
    with suppress(OSError, ValueError):
        _, resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[:3])
        return resident * PAGE, shared * PAGE
    return 0, 0


def _share(pid: int, common: int) -> int:
    """Its pages, each divided by the number of processes that share it."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return max(0, _private(pid) - common)
