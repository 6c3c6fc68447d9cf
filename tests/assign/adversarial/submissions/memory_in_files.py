"""graded: It hides memory where no process has it; not in: unsafe other."""

import ctypes
import os
from pathlib import Path

MIB = 1024**2


def answer(n, secret):
    libc = ctypes.CDLL(None, use_errno=True)
    reached = []
    if hasattr(os, "memfd_create"):
        try:
            os.close(os.memfd_create("hidden"))
            reached.append("memfd_create")
        except OSError:
            pass
    if libc.shmget(0, MIB, 0o1600) >= 0:
        reached.append("shmget")
    if libc.unshare(0x10000000 | 0x00020000) == 0:
        reached.append("unshare")
    written = 0
    for folder in ("/tmp", "/dev/shm"):
        for place in range(10):
            try:
                written += Path(folder, f"fill-{place}").write_bytes(b"x" * 50 * MIB)
            except OSError:
                pass
    if written > 200 * MIB:
        reached.append(f"{written} bytes of files")
    assert not reached, reached
    return n
