"""The two limits are exchanged: a large variance of the prior is taken for a strong spring."""


def limits(x_i, x_j, lam_i, lam_j):
    return x_i, (lam_i * x_i + lam_j * x_j) / (lam_i + lam_j)
