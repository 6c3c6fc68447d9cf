"""The output has the size for padding p, but the windows start inside the image."""

import torch


def conv_matrix(K, H, W, p):
    k_h, k_w = K.shape
    rows, columns = H + 2 * p - k_h + 1, W + 2 * p - k_w + 1
    T = torch.zeros(rows, columns, H, W, dtype=K.dtype)
    for i in range(rows):
        for j in range(columns):
            for a in range(k_h):
                for b in range(k_w):
                    if i + a < H and j + b < W:
                        T[i, j, i + a, j + b] = K[a, b]
    return T.reshape(rows * columns, H * W)
