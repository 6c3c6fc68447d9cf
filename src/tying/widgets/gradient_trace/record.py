"""The graph of a loss, and the order in which the engine goes through it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from tying.trace.graph import find_arrivals, is_view


class Record:
    """The nodes of a graph in the order in which the engine comes to them, views left out."""

    def __init__(self, value: Tensor, model: nn.Module) -> None:
        self.order: dict[Any, int] = {}
        self.norms: list[float] = []
        self.shapes: list[str] = []
        root = (value.grad_fn, value.output_nr)
        self.arrivals, _ = find_arrivals([root], {id(one) for one in model.parameters()})
        found, todo = set(), [value.grad_fn]
        while todo:
            node = todo.pop()
            if node is None or node in found or type(node).__name__ == "AccumulateGrad":
                continue
            found.add(node)
            todo += [after for after, _ in node.next_functions]
            if not is_view(node):
                node.register_prehook(self._hook(node))

    def _hook(self, node: Any) -> Callable[[Any], None]:
        def came(gradients: Any) -> None:
            whole = [one for one in gradients if isinstance(one, Tensor)]
            self.order[node] = len(self.order)
            self.norms.append(rounded(sum(float(one.norm()) ** 2 for one in whole) ** 0.5))
            self.shapes.append(shape_text(whole[0].shape) if whole else "")

        return came

    def operands(self, node: Any) -> list[Any]:
        """The nodes that ``node`` takes from, views passed over."""
        found = []
        for after, _ in node.next_functions:
            while after is not None and is_view(after):
                after = after.next_functions[0][0]
            found.append(after)
        return [one for one in found if one in self.order]

    def owners(self, parameter: Tensor) -> list[Any]:
        """The nodes that use ``parameter``, one for each use, in the order of arrival."""
        arrivals = [one for one in self.arrivals.get(id(parameter), ()) if one.origin in self.order]
        arrivals.sort(key=lambda one: (self.order[one.origin], one.output))
        return [one.origin for one in arrivals if not one.merge]


def shape_text(shape: torch.Size) -> str:
    """2×8 for (2, 8)."""
    return "×".join(map(str, shape))


def rounded(x: float) -> float:
    """Six figures: what a page needs of a number."""
    return float(f"{x:.6g}")
