"""forged flood: It sends a million small answers."""

import os


def answer(n, secret):
    for _ in range(1000):
        os.write(3, b'{"value": 1}\n' * 1000)
    return n
