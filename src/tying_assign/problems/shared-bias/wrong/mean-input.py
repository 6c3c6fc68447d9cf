"""The inputs and the targets are averaged first, as if the network were linear."""

import torch


def bias_gradient(w, v, b, xs, ts):
    outputs = torch.tanh(w @ xs.mean(0) + b)
    return ((v @ outputs - ts.mean()) * v * (1 - outputs**2)).sum()
