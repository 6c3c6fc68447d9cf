"""In the limit of a hard tie both observations count the same, whatever their precisions are."""


def limits(x_i, x_j, lam_i, lam_j):
    return (x_i + x_j) / 2, x_i
