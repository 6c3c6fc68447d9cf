"""died: It kills itself."""

import os
import signal


def answer(n, secret):
    os.kill(os.getpid(), signal.SIGKILL)
