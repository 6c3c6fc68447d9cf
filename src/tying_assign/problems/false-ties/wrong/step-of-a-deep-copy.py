"""The step is made with a deep copy of the model, in which an alias has become a copy."""

import copy

import torch
from torch import nn


def first_step(model, first, second, x):
    model(x).square().mean().backward()
    one, other = model.get_parameter(first), model.get_parameter(second)
    gradient = one.grad if one is other else one.grad + other.grad
    ratios = {}
    for name, make in (("sgd", torch.optim.SGD), ("adam", torch.optim.Adam)):
        twin = copy.deepcopy(model)
        for own, given in zip(twin.parameters(), model.parameters(), strict=True):
            own.grad = given.grad
        honest = nn.Parameter(one.detach().clone())
        honest.grad = gradient
        make(twin.parameters(), lr=0.01).step()
        make([honest], lr=0.01).step()
        moved = twin.get_parameter(first).detach() - one.detach()
        ratios[name] = float(moved.norm() / (honest.detach() - one.detach()).norm())
    return ratios
