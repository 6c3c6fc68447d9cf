"""The signs of tanh are forgotten: only the order of the units may change."""

import torch


def survives(Q, activation):
    if not torch.allclose(Q.T @ Q, torch.eye(len(Q), dtype=Q.dtype)):
        return False
    whole = torch.allclose(Q, Q.round(), atol=1e-8) and bool(Q.min() > -0.5)
    return activation == "linear" or whole
