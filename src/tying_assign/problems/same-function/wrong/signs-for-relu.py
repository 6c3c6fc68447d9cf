"""A change of sign is allowed for ReLU, too, which is not odd."""

import torch


def survives(Q, activation):
    orthogonal = torch.allclose(Q.T @ Q, torch.eye(len(Q), dtype=Q.dtype))
    return bool(orthogonal and (activation == "linear" or torch.allclose(Q, Q.round(), atol=1e-8)))
