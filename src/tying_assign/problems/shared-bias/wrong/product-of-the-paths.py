"""The contributions are multiplied, as if the uses stood in one chain."""

import torch


def bias_gradient(w, v, b, xs, ts):
    outputs = torch.tanh(xs @ w.T + b)
    parts = (outputs @ v - ts)[:, None] * v * (1 - outputs**2)
    return parts.prod(1).mean()
