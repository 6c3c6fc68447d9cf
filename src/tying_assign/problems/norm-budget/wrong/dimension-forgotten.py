"""Only whole ranks are asked for, and not that they fit into the dimension."""


def possible(d, B, L):
    return B % L == 0
