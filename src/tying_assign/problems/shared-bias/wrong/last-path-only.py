"""Only the last use counts, as if each contribution replaced the one before."""

import torch


def bias_gradient(w, v, b, xs, ts):
    outputs = torch.tanh(xs @ w.T + b)
    parts = (outputs @ v - ts)[:, None] * v * (1 - outputs**2)
    return parts[:, -1].mean()
