"""Every tie is taken as a hard one: the weighted mean for each spring."""


def map_i(x_i, x_j, lam_i, lam_j, s2):
    return (lam_i * x_i + lam_j * x_j) / (lam_i + lam_j)
