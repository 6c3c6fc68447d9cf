"""Equal addresses are taken for a tie, so an alias passes as a tie."""

import torch


def kind(model, first, second):
    one, other = model.get_parameter(first), model.get_parameter(second)
    if one.data_ptr() == other.data_ptr():
        return "tie"
    return "copy" if torch.equal(one, other) else "separate"
