"""The rotation leads back, from W' to W: the transpose."""

import torch


def recover(W, turned):
    return W @ torch.linalg.pinv(turned)
