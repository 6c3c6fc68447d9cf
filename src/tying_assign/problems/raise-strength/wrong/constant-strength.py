"""The strength is large from the first step to the last."""


def strength(u, rest, full, most):
    return most
