"""timeout: It stops itself, and all that it may; not in: unsafe."""

import os
import signal


def answer(n, secret):
    for pid in (os.getppid(), os.getpid()):
        try:
            os.kill(pid, signal.SIGSTOP)
        except PermissionError:
            pass
    return n
