"""What a process of a submission may take, and whose it is; both before any of its code runs."""

from __future__ import annotations

import ctypes
import os
import resource
from pathlib import Path

NO_NEW_PRIVS = 38
CHILD_SUBREAPER = 36
READABLE = 4
"""Attributes of a process on Linux; one that is not readable has no memory for others of its user.
"""


def prctl(option: int, value: int = 1) -> None:
    """Switch an attribute of this process on or off."""
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def limit(limits: dict[str, int]) -> None:
    """Set the limits for this process and its children.

    Args:
        limits: by the names of ``resource``, without ``RLIMIT_`` and in lower case. ``as`` counts
            on top of what the process has by now.
    """
    for name, value in limits.items():
        if name == "as":
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            value += pages * resource.getpagesize()
        kind = getattr(resource, f"RLIMIT_{name.upper()}", None)
        if kind is not None:
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))


def become_guard(uid: int, guard: int) -> None:
    """Be able to signal the processes of ``uid``, and out of their reach.

    The kernel lets a process signal another one whose real user is its own effective or real one:
    the other user is both real and saved here, and not root, whose processes are not to be hit.
    """
    os.setgroups([])
    os.setresgid(guard, guard, guard)
    os.setresuid(guard, uid, guard)


def become(uid: int) -> None:
    """Give up root for good, with all groups and capabilities."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
