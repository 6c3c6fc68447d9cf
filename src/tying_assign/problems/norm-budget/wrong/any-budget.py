"""A budget that is not whole for one layer is rounded down."""


def possible(d, B, L):
    return B // L <= d
