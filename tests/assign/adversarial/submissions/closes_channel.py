"""died error: It closes every descriptor."""

import os


def answer(n, secret):
    os.closerange(0, 128)
    return n
