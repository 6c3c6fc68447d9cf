"""flood memory error: It returns one number, seen ten billion times."""

import torch


def answer(n, secret):
    return torch.zeros(1).expand(10**5, 10**5)
