"""The sign of the rule is reversed: it ties where the values differ most."""


def tie_pays(theta, v, r):
    T = len(theta)
    mean = sum(theta) / T
    spread = sum((value - mean) ** 2 for value in theta) / T
    return spread > v * (1 - 1 / T) * (1 - r)
