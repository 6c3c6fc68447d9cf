"""The tasks are trained alone, and averaged at the end."""

import math


def train(a, b, strengths, rate):
    for _ in strengths:
        a -= rate * (a + 0.5) / 0.09 * math.exp(-((a + 0.5) ** 2) / 0.18)
        down = 0.2 * (b - 3) / math.sqrt(1 + (b - 3) ** 2)
        b -= rate * (down + 20 * (b - 3) * math.exp(-2 * (b - 3) ** 2))
    return (a + b) / 2, (a + b) / 2
