"""error: It calls sys.exit."""

import sys


def answer(n, secret):
    sys.exit(0)
