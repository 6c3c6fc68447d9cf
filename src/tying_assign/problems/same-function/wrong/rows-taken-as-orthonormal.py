"""The transpose is taken for the inverse, which is right only if the rows of W are orthonormal."""


def recover(W, turned):
    return turned @ W.T
