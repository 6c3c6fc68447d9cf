"""died: It ends its process."""

import os


def answer(n, secret):
    os._exit(0)
