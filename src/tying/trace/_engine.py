"""What the trace needs of torch's private parts; no other module touches them.

No public call tells when a backward pass begins, or which operation made a node of the graph.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from operator import attrgetter
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.graph import get_gradient_edge
from torch.autograd.variable import Variable

PRIVATE = (
    "autograd.variable.Variable._execution_engine.run_backward",
    "_C._current_autograd_node",
    "_C._autograd._get_sequence_nr",
    "_C._functorch.is_batchedtensor",
    "_C._functorch.is_legacy_batchedtensor",
)


class Run(NamedTuple):
    """One run of the engine, as it is asked for.

    Attributes:
        roots: nodes to start from, with the output of each and the gradient there.
        inputs: identities of the tensors that are differentiated for; empty: all leaves.
        accumulates: whether gradients go to ``.grad`` rather than to the caller.
    """

    roots: list[tuple[Any, int, Tensor]]
    inputs: set[int]
    accumulates: bool


Observer = Callable[[Run], AbstractContextManager[None]]
"""Makes the context in which a run takes place."""

_observers: list[Observer] = []
_installed = ExitStack()
_lock = threading.RLock()


@contextmanager
def observing(observer: Observer) -> Iterator[None]:
    """Enter ``observer(run)`` around every run of the engine in this process, compiled code off.

    Raises:
        RuntimeError: if this torch lacks a private name that is needed.
    """
    for name in PRIVATE:
        try:
            attrgetter(name)(torch)
        except AttributeError as error:
            raise RuntimeError(
                f"torch {torch.__version__} has no torch.{name}, which a trace needs; "
                "use a version between 2.6 and the newest that tying is tested with"
            ) from error
    with _lock:
        # Once for all traces, since they may end in another order than they began.
        if not _observers:
            real: Any = Variable._execution_engine
            _installed.enter_context(torch.compiler.set_stance("force_eager"))
            _installed.callback(setattr, Variable, "_execution_engine", real)
            Variable._execution_engine = _Engine(real)  # pyright: ignore[reportAttributeAccessIssue]
        _observers.append(observer)
    try:
        yield
    finally:
        with _lock:
            _observers.remove(observer)
            if not _observers:
                _installed.close()


class _Engine:
    """Stands in for torch's engine: tells the observers of a run, and lets the engine do it."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def run_backward(self, tensors: Any, grads: Any, *args: Any, **kwargs: Any) -> Any:
        # further arguments: keep_graph, create_graph, inputs
        edges = [get_gradient_edge(root) if isinstance(root, Tensor) else root for root in tensors]
        inputs = args[2] if len(args) > 2 else ()
        run = Run(
            roots=[(edge[0], edge[1], grad) for edge, grad in zip(edges, grads, strict=True)],
            inputs={id(_input_tensor(one)) for one in inputs},
            accumulates=kwargs.get("accumulate_grad", False),
        )
        with ExitStack() as stack:
            for observer in tuple(_observers):
                stack.enter_context(observer(run))
            return self.real.run_backward(tensors, grads, *args, **kwargs)


def _input_tensor(one: Any) -> Any:
    """The tensor that is differentiated for, where it is given itself or as the edge to it."""
    if isinstance(one, Tensor):
        return one
    return getattr(one[0], "variable", one)


def next_sequence_number() -> int:
    """The sequence number that the next node made in this thread is going to have."""
    return torch._C._autograd._get_sequence_nr()  # pyright: ignore[reportAttributeAccessIssue]


def sequence_number(node: Any) -> int:
    """The number that ``node`` was given when it was made; each thread counts for itself."""
    return node._sequence_nr()


def current_node() -> Any:
    """The node that the engine works on in this thread, or None."""
    return torch._C._current_autograd_node()


def send(node: Any, gradients: dict[int, Tensor]) -> Tensor:
    """What the view or cast behind ``node`` sends on of ``gradients``, given by position."""
    count = len(node._input_metadata)  # how many gradients a node takes
    return node(*(gradients.get(i) for i in range(count)))


def is_batched(tensor: Tensor) -> bool:
    """Whether ``tensor`` stands for many, as in a vectorised call."""
    functorch: Any = torch._C._functorch  # pyright: ignore[reportAttributeAccessIssue]
    return functorch.is_batchedtensor(tensor) or functorch.is_legacy_batchedtensor(tensor)
