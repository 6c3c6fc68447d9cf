"""graded: It returns a generator without end."""

import itertools


def answer(n, secret):
    return (n for _ in itertools.count())
