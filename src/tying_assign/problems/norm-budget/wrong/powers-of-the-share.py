"""Every singular value is the share of ones, to the power of the number of layers."""


def singular_values(d, B, L):
    return [(B / L / d) ** L] * d
