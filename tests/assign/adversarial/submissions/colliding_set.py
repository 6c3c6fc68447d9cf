"""forged graded: It returns a set whose members all have one hash."""


def answer(n, secret):
    return {k * (2**61 - 1): 0 for k in range(1, 12_000)}
