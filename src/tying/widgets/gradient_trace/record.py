"""The graph of a loss, and the order in which the engine goes through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from tying.trace.graph import find_arrivals, is_view


@dataclass(frozen=True)
class Visit:
    """What the engine brought when it came to a node.

    Attributes:
        number: how many nodes it had come to before.
        norm: of the gradients with respect to the outputs of the node, all together.
        shapes: theirs, one for each output of the node that has a gradient.
    """

    number: int
    norm: float
    shapes: tuple[torch.Size, ...]


class Record:
    """The nodes of a graph in the order in which the engine comes to them, views left out.

    Attributes:
        visits: from each node that the engine has come to, to what it brought.
    """

    def __init__(self, value: Tensor, model: nn.Module) -> None:
        self.visits: dict[Any, Visit] = {}
        root = (value.grad_fn, value.output_nr)
        self._arrivals = find_arrivals([root], {id(one) for one in model.parameters()}).of
        for node in _operations(value.grad_fn):
            node.register_prehook(self._visit(node))

    def _visit(self, node: Any) -> Callable[[Any], None]:
        """A hook that notes the gradients with which the engine comes to ``node``."""

        def note(gradients: Any) -> None:
            given = [one for one in gradients if isinstance(one, Tensor)]
            self.visits[node] = Visit(
                number=len(self.visits),
                norm=rounded(sum(float(one.norm()) ** 2 for one in given) ** 0.5),
                shapes=tuple(one.shape for one in given),
            )

        return note

    def number(self, node: Any) -> int:
        """Which node it is in the order of the forward pass, from 0."""
        return len(self.visits) - 1 - self.visits[node].number

    def operands(self, node: Any) -> list[Any]:
        """The nodes that ``node`` takes from, views passed over."""
        operands = []
        for operand, _ in node.next_functions:
            while operand is not None and is_view(operand):
                operand = operand.next_functions[0][0]
            if operand in self.visits:
                operands.append(operand)
        return operands

    def owners(self, parameter: Tensor) -> list[Any]:
        """The nodes that use ``parameter``, one for each use, in the order of the forward pass."""
        arrivals = [
            one
            for one in self._arrivals.get(id(parameter), ())
            if one.origin in self.visits and not one.merge
        ]
        arrivals.sort(key=lambda one: (self.visits[one.origin].number, one.output))
        return [one.origin for one in reversed(arrivals)]


def _operations(root: Any) -> Iterator[Any]:
    """The nodes of the graph under ``root``, without views and without the leaves."""
    seen, to_visit = set(), [root]
    while to_visit:
        node = to_visit.pop()
        if node is None or node in seen or type(node).__name__ == "AccumulateGrad":
            continue
        seen.add(node)
        to_visit += [operand for operand, _ in node.next_functions]
        if not is_view(node):
            yield node


def shape_text(shape: torch.Size) -> str:
    """2×8 for (2, 8)."""
    return "×".join(map(str, shape))


def rounded(x: float) -> float:
    """Six figures: what a page needs of a number."""
    return float(f"{x:.6g}")
