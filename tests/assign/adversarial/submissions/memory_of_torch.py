"""memory: It takes 20 GB for a tensor."""

import torch


def answer(n, secret):
    return torch.ones(20 * 1024**3 // 4).sum().item()
