"""memory: It takes 20 GB."""


def answer(n, secret):
    return len(bytearray(20 * 1024**3))
