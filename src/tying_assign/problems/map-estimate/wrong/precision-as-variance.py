"""The precisions are put where the variances belong."""


def map_i(x_i, x_j, lam_i, lam_j, s2):
    return x_i - (x_i - x_j) * lam_i / (lam_i + lam_j + s2)
