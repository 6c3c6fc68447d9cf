"""Every orthogonal matrix is said to survive, whatever the activation is."""

import torch


def survives(Q, activation):
    return bool(torch.allclose(Q.T @ Q, torch.eye(len(Q), dtype=Q.dtype)))
