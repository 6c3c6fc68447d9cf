"""flood memory timeout: It returns 1 GB."""


def answer(n, secret):
    return "x" * 1024**3
