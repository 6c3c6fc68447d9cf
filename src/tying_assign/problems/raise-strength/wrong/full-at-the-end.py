"""The largest strength is reached at the last step, and not before."""


def strength(u, rest, full, most):
    return most * max(0.0, (u - rest) / (1 - rest))
