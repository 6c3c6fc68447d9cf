"""The two indices are exchanged in the weights: the certain value moves more."""


def map_i(x_i, x_j, lam_i, lam_j, s2):
    other = lam_j * (lam_i * s2 + 1)
    return (other * x_i + lam_i * x_j) / (other + lam_i)
