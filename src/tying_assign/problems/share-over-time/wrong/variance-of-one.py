"""The spread is compared with the variance of one estimate, and not with the variance that the mean saves."""


def tie_pays(theta, v, r):
    T = len(theta)
    mean = sum(theta) / T
    return sum((value - mean) ** 2 for value in theta) / T < v
