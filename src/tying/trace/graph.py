"""Where the edges of an autograd graph lead to a parameter, and merge on the way.

An edge that leads to a parameter is a use. Views and casts are none: what is done with them is.
One that is used several times, as a transpose kept in a variable or the copy that autocast
keeps, is a merge: the engine adds up there, in the shape and type of the view.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.autograd.function import BackwardCFunction

from tying.trace import _engine as engine
from tying.trace._release import bound_recursion

_VIEWS = re.compile(
    "(Alias|AsStrided|Chunk|Conj|Diagonal|Expand|LiftFresh|NegView|Permute|ReshapeAlias|Select|Slice"
    "|Split|SplitWithSizes|Squeeze|T|Transpose|Unbind|Unfold|UnsafeSplit|UnsafeSplitWithSizes"
    "|UnsafeView|Unsqueeze|View|ViewAsComplex|ViewAsReal"
    "|Clone|Lift|ToCopy)Backward(AutogradNestedTensor)?[0-9](_copy)?"
)
_matches_view = cache(_VIEWS.fullmatch)

_Incoming = dict[Any, list[tuple[Any, int, int]]]
"""For a node what leads to it: source, output of the source, and position in the node."""


class Sink:
    """A merge, or the leaf of a parameter: what arrives at each of its inputs, in order.

    The engine adds from the left and sends the sum on through views and casts. Addition with
    rounding is not associative: the same order alone gives the same bits.

    Attributes:
        node: the node of the graph.
        after: the sink to which a merge sends its sum; None for the leaf.
        inputs: by position the gradients that arrived, each with the merge that sent it, or None
            if a use did.
    """

    def __init__(self, node: Any, after: Sink | None = None) -> None:
        self.node = node
        self.after = after
        self.inputs: dict[int, list[tuple[Tensor, Sink | None]]] = defaultdict(list)

    def total(self) -> Tensor:
        """The gradient at the leaf, or what a merge sends on to the next sink.

        Raises:
            RuntimeError: if that is not what a merge did send on.
        """
        sums = {}
        for position, arrivals in self.inputs.items():
            for sent, merge in arrivals:
                if merge and not _identical(merge.total(), sent):
                    raise RuntimeError(
                        "the uses of a parameter do not add up to what one of its views sent on; "
                        "is there a hook that changes the gradient of the view?"
                    )
            sums[position] = add_up([sent for sent, _ in arrivals])
        if self.after is None:
            return sums[0]
        total, _ = self._through(sums)
        return total

    def carry(self, gradient: Tensor, position: int) -> Tensor:
        """One of the arrivals in the shape and type of the parameter."""
        sink = self
        while sink.after:
            gradient, position = sink._through({position: gradient})
            sink = sink.after
        return gradient

    def _through(self, gradients: dict[int, Tensor]) -> tuple[Tensor, int]:
        """Send gradients, by position, through the views between here and the next sink.

        Returns:
            What comes there, and at which of its positions.
        """
        assert self.after is not None
        node = self.node
        while True:
            value = engine.send(node, gradients)
            node, position = node.next_functions[0]
            if node is self.after.node:
                return (value if self.after.after else as_gradient(node, value)), position
            gradients = {position: value}


def as_gradient(leaf: Any, value: Tensor) -> Tensor:
    """``value`` in the type in which the engine hands it to a leaf: ``Tensor.grad_dtype``."""
    # Older versions of torch have no such attribute; None there stands for any type.
    dtype = getattr(leaf.variable, "grad_dtype", leaf.variable.dtype)
    return value if dtype is None else value.to(dtype)


def add_up(values: list[Tensor]) -> Tensor:
    """The sum as the engine forms it; a dense tensor stands before a sparse one."""
    total = values[0]
    for value in values[1:]:
        total = value + total if total.is_sparse else total + value
    return total


def _identical(a: Tensor, b: Tensor) -> bool:
    a, b = a.to_dense(), b.to_dense()
    return a.is_meta or torch.allclose(a, b, rtol=0.0, atol=0.0, equal_nan=True)


class Arrival(NamedTuple):
    """An edge of the graph on which something arrives for a parameter.

    Attributes:
        source: the node that sends it; None for a root of the backward pass.
        output: which of the source's outputs, or which of the roots.
        sink: the leaf or merge at which it arrives.
        position: the input of the sink.
        origin: the node of the use, views left out.
        merge: the merge that sends it, whose sum is no use; None if it comes from a use.
    """

    source: Any
    output: int
    sink: Sink
    position: int
    origin: Any
    merge: Sink | None


class Arrivals(NamedTuple):
    """Where a graph leads to parameters.

    Attributes:
        of: for each of the parameters asked for that is reached, by its identity, its arrivals.
        reenters: whether a function in Python is in the graph, which can run the engine within
            the run.
        others: other parameters that are reached, each with the node of one of its uses.
    """

    of: dict[int, list[Arrival]]
    reenters: bool
    others: list[tuple[nn.Parameter, Any]]


def find_arrivals(roots: list[tuple[Any, int]], keys: Collection[int]) -> Arrivals:
    """Walk a graph once, and find where it leads to parameters.

    Args:
        roots: nodes to start from, each with the output that the gradient is given for.
        keys: identities of the parameters.
    """
    incoming: _Incoming = defaultdict(list)
    seen: set[Any] = set()
    todo = [node for node, _ in roots]
    reenters = False
    for index, (node, position) in enumerate(roots):
        incoming[node].append((None, index, position))
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        reenters |= isinstance(node, BackwardCFunction)
        for output, (after, position) in enumerate(node.next_functions):
            if after is None:
                continue
            todo.append(after)
            if _is_leaf(after) or is_view(after):
                incoming[after].append((node, output, position))
    bound_recursion(seen)
    found = Arrivals(defaultdict(list), reenters, [])
    for leaf in [node for node in incoming if _is_leaf(node)]:
        variable = leaf.variable
        if id(variable) in keys:
            found.of[id(variable)] += _arrivals(leaf, incoming)
        elif isinstance(variable, nn.Parameter):
            source, _, _ = incoming[leaf][0]
            found.others.append((variable, _behind_views(source, incoming)))
    return found


def _arrivals(leaf: Any, incoming: _Incoming) -> Iterator[Arrival]:
    """The arrivals at a leaf and at all the merges before it."""
    sinks = [Sink(leaf)]
    for sink in sinks:  # which grows as merges are found
        for source, output, position in incoming[sink.node]:
            origin = _behind_views(source, incoming)
            merge = Sink(origin, after=sink) if is_view(origin) else None
            yield Arrival(source, output, sink, position, origin, merge)
            if merge is not None:
                sinks.append(merge)


def _behind_views(node: Any, incoming: _Incoming) -> Any:
    """The first node, going back from ``node``, that is no view or is a view used several times."""
    while is_view(node) and len(incoming[node]) == 1:
        node, _, _ = incoming[node][0]
    return node


def _is_leaf(node: Any) -> bool:
    return type(node).__name__ == "AccumulateGrad"


def is_view(node: Any) -> bool:
    """Whether ``node`` is of a view or a cast, through which a gradient only passes."""
    return _matches_view(type(node).__name__) is not None


def operation(node: Any) -> str:
    """The name of the operation behind ``node``: ``addmm`` for ``AddmmBackward0``.

    Raises:
        RuntimeError: if compiled code made the node, which hides the operations.
    """
    if node is None:
        return "root"
    if type(node).__name__ == "CompiledFunctionBackward":
        raise RuntimeError(
            "the graph was made by compiled code, which hides the uses; "
            "put the forward pass into the trace too, where compiled code runs eagerly"
        )
    return _snake_case(node.name())


@cache
def _snake_case(name: str) -> str:
    name = re.sub(r"Backwards?\d*$", "", name.rpartition("::")[2])
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
