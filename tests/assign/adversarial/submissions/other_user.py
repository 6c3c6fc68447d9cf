"""graded: It tries to become root, or to get its limits back; not in: unsafe."""

import ctypes
import os
import resource
import subprocess


def answer(n, secret):
    reached = []
    for change in (os.setuid, os.seteuid, os.setgid):
        try:
            change(0)
            reached.append(change.__name__)
        except OSError:
            pass
    for name in ("NPROC", "FSIZE", "NOFILE", "AS"):
        kind = getattr(resource, f"RLIMIT_{name}")
        try:
            resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            reached.append(name)
        except (OSError, ValueError):
            pass
    if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0:
        reached.append("ptrace")
    for command in (["su", "-c", "id"], ["sudo", "-n", "id"], ["unshare", "-r", "id"], ["mount"]):
        try:
            output = subprocess.run(command, capture_output=True, timeout=3, check=False).stdout
            reached += ["uid=0"] if b"uid=0" in output else []
        except (OSError, subprocess.SubprocessError):
            pass
    assert not reached, reached
    return n
