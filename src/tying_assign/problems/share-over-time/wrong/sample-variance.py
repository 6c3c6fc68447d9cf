"""The spread divides by T - 1 as a sample variance does, but the threshold is that of the division by T."""


def tie_pays(theta, v, r):
    T = len(theta)
    mean = sum(theta) / T
    spread = sum((value - mean) ** 2 for value in theta) / (T - 1)
    return spread < v * (1 - 1 / T) * (1 - r)
