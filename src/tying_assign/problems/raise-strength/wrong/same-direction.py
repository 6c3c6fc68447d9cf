"""The penalty pushes both values in the same direction."""


def step(a, b, slope_a, slope_b, lam, rate):
    pull = 2 * lam * (a - b)
    return a - rate * (slope_a + pull), b - rate * (slope_b + pull)
