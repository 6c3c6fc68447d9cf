"""The blocks are compared with each other, but their diagonals are not tested."""


def is_doubly_block_toeplitz(T, H, W, rows, columns):
    blocks = T.reshape(rows, columns, H, W)
    down = (blocks[1:, :, 1:] - blocks[:-1, :, :-1]).abs()
    return bool((down < 1e-9).all())
