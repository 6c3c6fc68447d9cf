"""The threshold for drawn values is that for fixed ones: the mean that follows the values is forgotten."""


def threshold(T, v, r):
    return v * (1 - 1 / T) * (1 - r)
