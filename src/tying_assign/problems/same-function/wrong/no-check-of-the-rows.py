"""Rows with one entry of size 1 are enough, so that a unit may be taken twice and another not at all."""

import torch


def survives(Q, activation):
    if activation == "linear":
        return bool(torch.allclose(Q.T @ Q, torch.eye(len(Q), dtype=Q.dtype)))
    one_in_each_row = torch.allclose(Q.abs().sum(1), Q.abs().amax(1), atol=1e-8)
    unit = torch.allclose(Q.abs().amax(1), torch.ones(len(Q), dtype=Q.dtype))
    return bool(one_in_each_row and unit and (activation == "tanh" or Q.min() > -0.5))
