"""The sum of squares gets the strength that belongs to the log likelihood."""


def strengths(s2, tau2):
    return 1 / (2 * s2), 1 / (2 * s2)
