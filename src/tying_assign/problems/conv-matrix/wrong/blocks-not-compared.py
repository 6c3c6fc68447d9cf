"""Every block is tested, but the blocks are not compared with each other."""


def is_doubly_block_toeplitz(T, H, W, rows, columns):
    blocks = T.reshape(rows, columns, H, W)
    across = (blocks[:, 1:, :, 1:] - blocks[:, :-1, :, :-1]).abs()
    return bool((across < 1e-9).all())
