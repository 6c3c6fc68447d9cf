"""What the gradient trace shows of a model, as plain data that can be sent to a page.

A scene lists the nodes and edges of the graph, the steps of backward through it, and the
parameters with the contribution of each use. ``gradient_trace_examples.js`` makes the same
of the worked examples without torch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from torch.nn import functional as F

from tying.trace import Trace, Use, trace
from tying.trace.graph import operation
from tying.widgets.gradient_trace.record import Record, rounded
from tying.widgets.gradient_trace.run import untouched, value_of

LIMIT = 60
"""Nodes that a graph may have; beyond that there is a table."""

_NO_GRAPH: dict[str, Any] = {"nodes": [], "edges": [], "steps": []}
_MAP = (12, 16)  # rows and columns of a contribution as it is sent
_MAPS = 12  # uses of a parameter whose contributions are sent; the others are in the table


def scene_of(
    model: nn.Module, batch: Any, loss: Callable[[Any], Tensor] | None = None
) -> dict[str, Any]:
    """The scene of any model: one forward and one backward pass, the model left as it was.

    Gradients, buffers and the state of the random number generators are put back.

    Raises:
        TypeError: if ``loss`` is not callable.
        ValueError: if the model cannot be run on the batch, or the loss is no scalar that
            depends on a parameter.
    """
    with untouched(model, batch), trace(model) as t:
        value = value_of(model, batch, loss)
        record = Record(value, model)
        value.backward()
        return _scene(model, value.item(), record, t)


def _scene(model: nn.Module, loss: float, record: Record, t: Trace) -> dict[str, Any]:
    name = type(model).__name__
    try:
        uses = {one: t.uses(one)[::-1] for one in t.names}  # as in the forward pass
    except RuntimeError as error:
        raise ValueError(f"the loss depends on no parameter of {name}") from error
    shared = [one for one in uses if len(uses[one]) > 1] or list(uses)[:_MAPS]
    slots = dict(model.named_parameters())
    owners = {one: record.owners(slots[one])[::-1] for one in uses}
    seen = all(len(owners[one]) == len(uses[one]) for one in uses)
    count = len(record.order) + len(shared)
    drawn = seen and count <= LIMIT
    return {
        "name": name,
        "count": count,
        "reason": "" if drawn else "many" if seen else "hidden",
        **(_graph(record, owners, uses, shared) if drawn else _NO_GRAPH),
        "parameters": [
            _parameter(t, one, len(record.order) + k if drawn else -1,
                       [len(record.order) - 1 - record.order[node] for node in owners[one]]
                       if drawn else [-1] * len(uses[one]))
            for k, one in enumerate(shared)
        ],
        "watched": max(range(len(shared)), key=lambda k: len(uses[shared[k]])),
        "loss": loss,
        "table": [
            {"name": one, "module": use.module, "call": use.call, "op": use.op, "norm": size}
            for one in uses
            for use, size in zip(uses[one], _norms(t, one), strict=True)
        ],
    }  # fmt: skip


def _graph(
    record: Record, owners: dict[str, list[Any]], uses: dict[str, Any], shared: list[str]
) -> dict[str, Any]:
    """Nodes, numbered as in the forward pass and then the parameters; edges; steps of backward."""
    last = len(record.order) - 1
    number = {node: last - k for node, k in record.order.items()}
    modules = {
        node: use.module for one in uses for node, use in zip(owners[one], uses[one], strict=True)
    }
    arrivals = defaultdict(list)
    for k, one in enumerate(shared):
        for use, node in enumerate(owners[one]):
            arrivals[node].append({"parameter": k, "use": use})
    nodes, edges, steps = [], [], []
    for node, k in record.order.items():
        operands = [number[one] for one in record.operands(node)]
        detail = ": ".join(filter(None, (modules.get(node), record.shapes[k])))
        name, place = operation(node), modules.get(node)
        title = f"{name} ({place})" if place else name
        nodes.append(
            {"id": last - k, "title": title, "label": name, "kind": "op", "detail": detail}
        )
        edges += [[one, last - k] for one in operands]
        steps.append(
            {"node": last - k, "norm": record.norms[k], "uses": arrivals[node], "on": operands}
        )
    nodes.reverse()
    for k, one in enumerate(shared, start=last + 1):
        nodes.append({"id": k, "title": one, "label": one, "kind": "parameter"})
        edges += [[k, number[node]] for node in owners[one]]
    return {"nodes": nodes, "edges": edges, "steps": steps}


def _parameter(t: Trace, name: str, node: int, places: list[int]) -> dict[str, Any]:
    uses, sizes, total = t.uses(name)[::-1], _norms(t, name), t.sum(name)
    assert total is not None
    return {
        "node": node,
        "name": name,
        "shape": list(total.shape),
        "pooled": _pools(total),
        "uses": [
            {"node": place, "label": _label(use), "norm": size,
             "part": _map(use.grad) if k < _MAPS else None}
            for k, (use, place, size) in enumerate(zip(uses, places, sizes, strict=True))
        ],
        "gram": [[rounded(x) for x in row] for row in t.gram(name).flip(0, 1).tolist()],
        "sum": _map(total),
        "norm": rounded(float(total.norm())),
    }  # fmt: skip


def _label(use: Use) -> str:
    place = use.module or ""
    call = f" (call {use.call})" if use.call else ""
    return f"{place}{call}: {use.op}" if place else use.op


def _norms(t: Trace, name: str) -> list[float]:
    return [rounded(x) for x in t.norms(name).flip(0).tolist()]


def _matrix(value: Tensor) -> Tensor:
    value = value.detach().to_dense() if value.is_sparse else value.detach()
    value = value.double().cpu()
    return value.flatten(1) if value.ndim > 1 else value.reshape(1, -1)


def _pools(value: Tensor) -> bool:
    rows, columns = _matrix(value).shape
    return rows > _MAP[0] or columns > _MAP[1]


def _map(value: Tensor) -> dict[str, Any]:
    """A matrix of at most ``_MAP`` entries, those of a larger one being means of blocks."""
    whole = _matrix(value)
    size = (min(whole.shape[0], _MAP[0]), min(whole.shape[1], _MAP[1]))
    small = F.adaptive_avg_pool2d(whole[None], size)[0]
    return {"shape": list(size), "data": [rounded(x) for x in small.flatten().tolist()]}
