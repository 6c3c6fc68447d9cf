"""graded forged: Parent and child both go on as the worker, and both answer."""

import os


def answer(n, secret):
    os.fork()
    return n
