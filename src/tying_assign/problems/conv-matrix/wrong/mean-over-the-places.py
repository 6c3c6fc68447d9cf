"""Each weight receives the mean over its places, and not the sum."""

import torch


def kernel_gradient(G, H, W, k_h, k_w, p):
    rows, columns = H + 2 * p - k_h + 1, W + 2 * p - k_w + 1
    by_axes = G.reshape(rows, columns, H, W)
    received = torch.zeros(k_h, k_w, dtype=G.dtype)
    places = torch.zeros(k_h, k_w, dtype=G.dtype)
    for i in range(rows):
        for j in range(columns):
            for a in range(k_h):
                for b in range(k_w):
                    u, v = i + a - p, j + b - p
                    if 0 <= u < H and 0 <= v < W:
                        received[a, b] += by_axes[i, j, u, v]
                        places[a, b] += 1
    return received / places
