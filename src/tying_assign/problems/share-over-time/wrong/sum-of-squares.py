"""The squared distances are summed over the times, and not averaged."""


def risks(theta, v, r):
    T = len(theta)
    mean = sum(theta) / T
    spread = sum((value - mean) ** 2 for value in theta)
    return v, spread + v * (1 + (T - 1) * r) / T
