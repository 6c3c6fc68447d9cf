"""forged: It sends what is no JSON."""

import os


def answer(n, secret):
    os.write(3, b"\xff\x00[[[{{{\n")
    return n
