"""memory: Each of its processes takes less than it may, and all together more; not in: unsafe."""

import os
import time


def answer(n, secret):
    for _ in range(8):
        if not os.fork():
            os.setsid()
            held = b"x" * (400 * 1024**2)
            time.sleep(1000)
            os._exit(len(held) % 2)
    time.sleep(1000)
    return n
