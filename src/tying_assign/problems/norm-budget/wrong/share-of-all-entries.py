"""The budget is divided by the number of entries of the matrix, and not by the dimension."""


def alpha(d, B, L):
    return B / L / d**2
