"""Equal entries have to be equal to the last bit."""


def is_doubly_block_toeplitz(T, H, W, rows, columns):
    blocks = T.reshape(rows, columns, H, W)
    down = blocks[1:, :, 1:] == blocks[:-1, :, :-1]
    across = blocks[:, 1:, :, 1:] == blocks[:, :-1, :, :-1]
    return bool(down.all() and across.all())
