"""The bias receives the mean of the contributions, and not their sum."""

import torch


def bias_gradient(w, v, b, xs, ts):
    outputs = torch.tanh(xs @ w.T + b)
    parts = (outputs @ v - ts)[:, None] * v * (1 - outputs**2)
    return parts.mean()
