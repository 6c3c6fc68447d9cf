"""Both values are said to end at one place, as with a hard tie."""


def convex_end(c1, c2, m1, m2, lam):
    mean = (c1 * m1 + c2 * m2) / (c1 + c2)
    return mean, mean
