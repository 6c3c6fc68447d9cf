"""flood memory: It returns a tensor of 160 MB."""

import torch


def answer(n, secret):
    return torch.zeros(20_000_000, dtype=torch.float64)
