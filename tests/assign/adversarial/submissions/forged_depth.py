"""forged: It sends lists in lists in lists."""

import os


def answer(n, secret):
    os.write(3, b"[" * 2_000_000 + b"\n")
    return n
