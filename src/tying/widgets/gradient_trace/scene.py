"""What the gradient trace shows of a model, as plain data that can be sent to a page.

A scene lists the nodes and edges of the graph, the steps of backward through it, and the
parameters with the contribution of each use. ``example_scene.js`` makes the same of the worked
examples without torch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torch.nn import functional as F

from tying.trace import Trace, Use, trace
from tying.trace.graph import operation
from tying.widgets.gradient_trace.record import Record, rounded, shape_text
from tying.widgets.gradient_trace.run import untouched, value_of

LIMIT = 60
"""Nodes that a graph may have; beyond that there is a table."""

_NO_GRAPH: dict[str, Any] = {"nodes": [], "edges": [], "steps": []}
_NO_NODE = -1  # where there is no graph
_MAP = (12, 16)  # rows and columns of a contribution as it is sent
_MAPS = 12  # uses of a parameter whose contributions are sent; the others are in the table


@dataclass(frozen=True)
class _Traced:
    """A parameter and its uses, in the order of the forward pass.

    Attributes:
        name: the first name of the parameter.
        uses: what each use contributes.
        norms: the norms of the contributions.
        owners: the nodes of the graph that the uses are; fewer than the uses where a part of the
            graph is made during backward.
    """

    name: str
    uses: tuple[Use, ...]
    norms: list[float]
    owners: list[Any]


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
    traced = _traced_parameters(model, record, t)
    shared = [one for one in traced if len(one.uses) > 1] or traced[:_MAPS]
    count = len(record.visits) + len(shared)
    reason = _reason_for_no_graph(traced, count)
    return {
        "name": type(model).__name__,
        "count": count,
        "reason": reason,
        **(_NO_GRAPH if reason else _graph(record, traced, shared)),
        "parameters": [
            _parameter(t, one, *_places(record, one, k, is_drawn=not reason))
            for k, one in enumerate(shared)
        ],
        "watched": max(range(len(shared)), key=lambda k: len(shared[k].uses)),
        "loss": loss,
        "table": [
            {"name": one.name, "module": use.module, "call": use.call, "op": use.op, "norm": norm}
            for one in traced
            for use, norm in zip(one.uses, one.norms, strict=True)
        ],
    }


def _traced_parameters(model: nn.Module, record: Record, t: Trace) -> list[_Traced]:
    """The parameters that received a gradient, in the order of the model."""
    try:
        names = t.names
    except RuntimeError as error:
        raise ValueError(f"the loss depends on no parameter of {type(model).__name__}") from error
    slots = dict(model.named_parameters())
    return [
        _Traced(
            name=name,
            uses=t.uses(name)[::-1],
            norms=[rounded(x) for x in t.norms(name).flip(0).tolist()],
            owners=record.owners(slots[name]),
        )
        for name in names
    ]


def _reason_for_no_graph(traced: Sequence[_Traced], count: int) -> str:
    """Why a graph of ``count`` nodes is not drawn, as a key of the page's words; or nothing."""
    if any(len(one.owners) != len(one.uses) for one in traced):
        return "hidden"
    return "many" if count > LIMIT else ""


def _places(record: Record, one: _Traced, k: int, is_drawn: bool) -> tuple[int, list[int]]:
    """The numbers of the nodes of shared parameter ``k``, and of each of its uses."""
    if not is_drawn:
        return _NO_NODE, [_NO_NODE] * len(one.uses)
    return len(record.visits) + k, [record.number(node) for node in one.owners]


def _graph(
    record: Record, traced: Sequence[_Traced], shared: Sequence[_Traced]
) -> dict[str, list[Any]]:
    """Nodes, numbered as in the forward pass and then the parameters; edges; steps of backward."""
    modules = {
        node: use.module for one in traced for node, use in zip(one.owners, one.uses, strict=True)
    }
    operations = [_operation(record, node, modules.get(node)) for node in record.visits]
    parameters = [
        {"id": k, "title": one.name, "label": one.name, "kind": "parameter"}
        for k, one in enumerate(shared, start=len(operations))
    ]
    return {
        "nodes": [*reversed(operations), *parameters],
        "edges": _edges(record, shared),
        "steps": _steps(record, shared),
    }


def _operation(record: Record, node: Any, module: str | None) -> dict[str, Any]:
    """The node of an operation, which belongs to ``module`` if it uses a parameter."""
    name = operation(node)
    shapes = record.visits[node].shapes
    return {
        "id": record.number(node),
        "title": f"{name} ({module})" if module else name,
        "label": name,
        "kind": "op",
        "detail": ": ".join(filter(None, (module, *map(shape_text, shapes[:1])))),
    }


def _edges(record: Record, shared: Sequence[_Traced]) -> list[list[int]]:
    """Pairs of numbers: from operands to nodes, and from parameters to their uses."""
    edges = [
        [record.number(operand), record.number(node)]
        for node in record.visits
        for operand in record.operands(node)
    ]
    for k, one in enumerate(shared, start=len(record.visits)):
        edges += [[k, record.number(node)] for node in one.owners]
    return edges


def _steps(record: Record, shared: Sequence[_Traced]) -> list[dict[str, Any]]:
    """What happens at each node on the way back: which uses it is, and where it goes on."""
    uses = defaultdict(list)
    for k, one in enumerate(shared):
        for use, node in enumerate(one.owners):
            uses[node].append({"parameter": k, "use": use})
    return [
        {
            "node": record.number(node),
            "norm": visit.norm,
            "shape": list(visit.shapes[0]) if len(visit.shapes) == 1 else None,
            "uses": uses[node],
            "on": [record.number(operand) for operand in record.operands(node)],
        }
        for node, visit in record.visits.items()
    ]


def _parameter(t: Trace, one: _Traced, node: int, places: Sequence[int]) -> dict[str, Any]:
    """A parameter that is drawn at ``node``, with its uses at ``places``, and its gradient."""
    total = t.sum(one.name)
    assert total is not None
    parts = [_map(use.grad) if k < _MAPS else None for k, use in enumerate(one.uses)]
    return {
        "node": node,
        "name": one.name,
        "shape": list(total.shape),
        "pooled": _is_pooled(total),
        "uses": [
            {"node": place, "label": _label(use), "norm": norm, "part": part}
            for use, place, norm, part in zip(one.uses, places, one.norms, parts, strict=True)
        ],
        "gram": [[rounded(x) for x in row] for row in t.gram(one.name).flip(0, 1).tolist()],
        "sum": _map(total),
        "norm": rounded(float(total.norm())),
    }


def _label(use: Use) -> str:
    """What a use is: ``fc (call 1): addmm``."""
    call = f" (call {use.call})" if use.call else ""
    return f"{use.module}{call}: {use.op}" if use.module else use.op


def _matrix(value: Tensor) -> Tensor:
    """A tensor as a matrix in double precision: a vector is a row, further axes are flattened."""
    value = value.detach().to_dense() if value.is_sparse else value.detach()
    value = value.double().cpu()
    return value.flatten(1) if value.ndim > 1 else value.reshape(1, -1)


def _is_pooled(value: Tensor) -> bool:
    """Whether what is sent of ``value`` are means of blocks."""
    rows, columns = _matrix(value).shape
    return rows > _MAP[0] or columns > _MAP[1]


def _map(value: Tensor) -> dict[str, Any]:
    """A matrix of at most ``_MAP`` entries, those of a larger one being means of blocks."""
    whole = _matrix(value)
    size = (min(whole.shape[0], _MAP[0]), min(whole.shape[1], _MAP[1]))
    small = F.adaptive_avg_pool2d(whole[None], size)[0]
    return {"shape": list(size), "data": [rounded(x) for x in small.flatten().tolist()]}
