"""Every second object is called a copy, whether or not it has memory of its own."""

import torch


def kind(model, first, second):
    one, other = model.get_parameter(first), model.get_parameter(second)
    if one is other:
        return "tie"
    return "copy" if torch.equal(one, other) else "separate"
