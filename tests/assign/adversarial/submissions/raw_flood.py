"""flood: It sends without end and without a line's end."""

import os


def answer(n, secret):
    while True:
        os.write(3, b"x" * 65536)
