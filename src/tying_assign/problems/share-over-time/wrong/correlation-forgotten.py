"""The errors are taken as independent, whatever their correlation is."""


def risks(theta, v, r):
    T = len(theta)
    mean = sum(theta) / T
    return v, sum((value - mean) ** 2 for value in theta) / T + v / T


def saving(T, v, r):
    return v * (1 - 1 / T)
