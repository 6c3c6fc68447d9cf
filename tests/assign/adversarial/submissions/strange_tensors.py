"""graded: It returns tensors that are not plain numbers."""

import torch


def answer(n, secret):
    return [
        torch.zeros(3, dtype=torch.complex64),
        torch.zeros(3, 3).to_sparse(),
        torch.empty(10**6, 10**6, device="meta"),
        torch.zeros(1).expand(10**3),
        torch.zeros(0, 5),
        torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.quint8),
    ]
