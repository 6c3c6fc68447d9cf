"""Image and output are read column by column."""

import torch


def conv_matrix(K, H, W, p):
    k_h, k_w = K.shape
    rows, columns = H + 2 * p - k_h + 1, W + 2 * p - k_w + 1
    T = torch.zeros(columns, rows, W, H, dtype=K.dtype)
    for i in range(rows):
        for j in range(columns):
            for a in range(k_h):
                for b in range(k_w):
                    u, v = i + a - p, j + b - p
                    if 0 <= u < H and 0 <= v < W:
                        T[j, i, v, u] = K[a, b]
    return T.reshape(rows * columns, H * W)
