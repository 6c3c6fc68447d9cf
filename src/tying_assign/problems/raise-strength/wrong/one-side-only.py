"""The penalty pulls the second task only."""


def step(a, b, slope_a, slope_b, lam, rate):
    return a - rate * slope_a, b - rate * (slope_b - 2 * lam * (a - b))
