"""graded: It starts processes when it is ended."""

import atexit
import os
import time


def answer(n, secret):
    def again():
        if not os.fork():
            time.sleep(1000)

    atexit.register(again)
    return n
