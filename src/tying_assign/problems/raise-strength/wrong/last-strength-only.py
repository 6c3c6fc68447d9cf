"""Every step uses the last strength, as if the way did not matter."""

import math


def train(a, b, strengths, rate):
    for _ in strengths:
        pull = 2 * strengths[-1] * (a - b)
        down_a = (a + 0.5) / 0.09 * math.exp(-((a + 0.5) ** 2) / 0.18) + pull
        down_b = 0.2 * (b - 3) / math.sqrt(1 + (b - 3) ** 2) - pull
        down_b += 20 * (b - 3) * math.exp(-2 * (b - 3) ** 2)
        a, b = a - rate * down_a, b - rate * down_b
    return a, b
