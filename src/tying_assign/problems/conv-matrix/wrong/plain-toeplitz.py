"""The diagonals are followed through the whole matrix, across the borders of the blocks."""


def is_doubly_block_toeplitz(T, H, W, rows, columns):
    return bool(((T[1:, 1:] - T[:-1, :-1]).abs() < 1e-9).all())
