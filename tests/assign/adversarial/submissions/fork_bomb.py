"""timeout memory: It starts processes that start processes; not in: unsafe."""

import os


def answer(n, secret):
    while True:
        try:
            os.fork()
        except OSError:
            pass
