"""graded memory error: It starts more threads than it may; not in: unsafe."""

import threading
import time


def answer(n, secret):
    started = 0
    try:
        for _ in range(5000):
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
            started += 1
    except RuntimeError:
        return started
    raise AssertionError(f"{started} threads at once")
