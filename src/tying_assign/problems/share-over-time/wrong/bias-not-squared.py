"""The tied risk adds the standard deviation of the true values to the variance, in place of their variance."""


def risks(theta, v, r):
    T = len(theta)
    mean = sum(theta) / T
    spread = sum((value - mean) ** 2 for value in theta) / T
    return v, spread**0.5 + v * (1 + (T - 1) * r) / T
