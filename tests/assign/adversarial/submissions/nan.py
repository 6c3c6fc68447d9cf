"""graded: It returns what is no number, and equals nothing."""

import math


def answer(n, secret):
    return math.nan
