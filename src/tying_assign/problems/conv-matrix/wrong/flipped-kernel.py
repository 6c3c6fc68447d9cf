"""The kernel is turned, as in the convolution of signal processing."""

import torch


def conv_matrix(K, H, W, p):
    K = K.flip(0, 1)
    k_h, k_w = K.shape
    rows, columns = H + 2 * p - k_h + 1, W + 2 * p - k_w + 1
    T = torch.zeros(rows, columns, H, W, dtype=K.dtype)
    for i in range(rows):
        for j in range(columns):
            for a in range(k_h):
                for b in range(k_w):
                    u, v = i + a - p, j + b - p
                    if 0 <= u < H and 0 <= v < W:
                        T[i, j, u, v] = K[a, b]
    return T.reshape(rows * columns, H * W)
