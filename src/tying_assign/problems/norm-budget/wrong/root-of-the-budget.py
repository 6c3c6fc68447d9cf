"""The norm is not squared: the rank is the root of the budget."""


def rank(d, B, L):
    return round((B / L) ** 0.5)
