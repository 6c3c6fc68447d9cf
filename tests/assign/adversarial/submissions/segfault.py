"""died: It reads at address 0."""

import ctypes


def answer(n, secret):
    return ctypes.string_at(0)
