"""The strength grows from the first step on, without a rest."""


def strength(u, rest, full, most):
    return most * min(1.0, u / full)
