"""graded: It prints without end, or nearly."""

import os
import sys


def answer(n, secret):
    for _ in range(2000):
        print("x" * 10_000)
        sys.stderr.write("y" * 10_000)
        os.write(1, b"z" * 10_000)
    return n
