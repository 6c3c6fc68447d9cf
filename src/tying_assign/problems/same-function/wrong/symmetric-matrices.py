"""The planes are counted with the diagonal, as for symmetric matrices: k (k + 1) / 2."""


def dimensions(k, d):
    free = k * (k + 1) // 2
    return free, k * k, k * d - free
