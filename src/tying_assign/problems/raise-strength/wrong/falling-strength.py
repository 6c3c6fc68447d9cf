"""The strength falls from its largest value, where it has to rise from zero."""


def strength(u, rest, full, most):
    if u <= rest:
        return most
    return max(0.0, most * (full - u) / (full - rest))
