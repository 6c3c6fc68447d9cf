"""The contributions of all inputs are added, although the loss is a mean over the inputs."""

import torch


def bias_gradient(w, v, b, xs, ts):
    outputs = torch.tanh(xs @ w.T + b)
    parts = (outputs @ v - ts)[:, None] * v * (1 - outputs**2)
    return parts.sum()
