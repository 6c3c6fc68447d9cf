"""Every invertible matrix survives in a linear network, as if it were untied."""

import torch


def survives(Q, activation):
    if activation == "linear":
        return bool(torch.linalg.det(Q).abs() > 1e-6)
    if not torch.allclose(Q.T @ Q, torch.eye(len(Q), dtype=Q.dtype)):
        return False
    return bool(
        torch.allclose(Q, Q.round(), atol=1e-8) and (activation == "tanh" or Q.min() > -0.5)
    )
