"""The variance of the prior is used as its precision: a weak spring is strong."""


def map_i(x_i, x_j, lam_i, lam_j, s2):
    top = lam_i * (lam_j + s2) * x_i + s2 * lam_j * x_j
    bottom = lam_i * lam_j + s2 * (lam_i + lam_j)
    return top / bottom
