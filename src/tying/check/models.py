"""Models that claim to share one weight: some do. The lab *Find the tie that is not a tie* has six.

How a model was made is written here, and nowhere in the models: examine them before you read on.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable

import torch
from torch import nn

SLOTS = ("0.weight", "4.weight")
"""The slots of the six models that are said to hold one parameter."""


def six_models(device: torch.device | str | None = None) -> dict[str, nn.Module]:
    """Six chains of three layers, in double precision, by the letters A to F.

    Args:
        device: where their parameters lie; the default device of torch if it is None.
    """
    device = torch.get_default_device() if device is None else device
    order = ("alias", "deepcopy", "to_empty", "tie", "copy", "assign")
    letters = "ABCDEF"
    return {
        letter: claimed(ways, 4, 3, (0, 2), seed, device)
        for seed, (letter, ways) in enumerate(zip(letters, order, strict=True))
    }


def claimed(
    way: str,
    width: int,
    depth: int,
    layers: tuple[int, int],
    seed: int,
    device: torch.device | str = "cpu",
) -> nn.Sequential:
    """A chain of linear layers with tanh between them, two of which are said to share a weight.

    Args:
        way: how they came to it, one of :data:`WAYS`.
        width: inputs and outputs of every layer.
        depth: linear layers.
        layers: which two of them, from 0; layer i is the module 2 i of the chain.
        seed: of the values.
        device: where the parameters lie.
    """
    generator = torch.Generator("cpu").manual_seed(seed)
    first, second = (2 * layer for layer in layers)
    model = _chain(width, depth)
    if way == "to_empty":
        model[second].weight = model[first].weight
        return _fill(model.to_empty(device=device), generator)
    model = _fill(model.to_empty(device=device), generator)
    return WAYS[way](model, first, second)


def _chain(width: int, depth: int) -> nn.Sequential:
    """A chain on the meta device."""
    parts: list[nn.Module] = []
    for _ in range(depth):
        linear = nn.Linear(width, width, device="meta", dtype=torch.float64)
        parts += [linear, nn.Tanh()]
    return nn.Sequential(*parts[:-1])


def _fill(model: nn.Sequential, generator: torch.Generator) -> nn.Sequential:
    """New values for every parameter, one after the other."""
    for parameter in model.parameters():
        shape, scale = parameter.shape, parameter.shape[-1] ** -0.5
        values = torch.randn(shape, generator=generator, dtype=torch.float64, device="cpu")
        with torch.no_grad():
            parameter.copy_(scale * values)
    return model


def _tie(model: nn.Sequential, first: int, second: int) -> nn.Sequential:
    """One object in both slots."""
    model[second].register_parameter("weight", model[first].get_parameter("weight"))
    return model


def _alias(model: nn.Sequential, first: int, second: int) -> nn.Sequential:
    """A second object over the storage of the first."""
    shared = nn.Parameter(model[first].get_parameter("weight").detach())
    model[second].register_parameter("weight", shared)
    return model


def _copy(model: nn.Sequential, first: int, second: int) -> nn.Sequential:
    """A second object with a storage of its own and equal values."""
    other = nn.Parameter(model[first].get_parameter("weight").detach().clone())
    model[second].register_parameter("weight", other)
    return model


def _deepcopy(model: nn.Sequential, first: int, second: int) -> nn.Sequential:
    """A tie whose layers were copied one by one."""
    return nn.Sequential(*(copy.deepcopy(layer) for layer in _tie(model, first, second)))


def _assign(model: nn.Sequential, first: int, second: int) -> nn.Sequential:
    """A tie that was saved, and loaded again with ``assign=True``."""
    file = io.BytesIO()
    torch.save(_tie(model, first, second).state_dict(), file)
    file.seek(0)
    model.load_state_dict(torch.load(file, weights_only=True), assign=True)
    return model


def _to_empty(model: nn.Sequential, first: int, second: int) -> nn.Sequential:
    """A tie on the meta device that got memory, and then values; :func:`claimed` makes it."""
    raise AssertionError("the tie has to be made before the memory")


WAYS: dict[str, Callable[[nn.Sequential, int, int], nn.Sequential]] = {
    "tie": _tie,
    "alias": _alias,
    "copy": _copy,
    "deepcopy": _deepcopy,
    "assign": _assign,
    "to_empty": _to_empty,
}
"""How two layers may come to claim that they share a weight."""
