"""died: It goes deeper than the stack."""

import sys


def answer(n, secret):
    value = []
    for _ in range(1_000_000):
        value = [value]
    sys.setrecursionlimit(10**9)
    return len(repr(value))
