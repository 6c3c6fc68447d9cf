"""The budget is not divided by the layers: the shared matrix counts once."""


def possible(d, B, L):
    return B <= d


def rank(d, B, L):
    return B
