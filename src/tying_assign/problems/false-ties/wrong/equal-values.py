"""Equal values are taken for a tie, so copies and aliases pass as ties."""

import torch


def kind(model, first, second):
    one, other = model.get_parameter(first), model.get_parameter(second)
    return "tie" if torch.equal(one, other) else "separate"
