"""What the trace needs of torch's private parts; no other module touches them.

No public call tells when a backward pass begins, or which operation made a node of the graph.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.graph import get_gradient_edge
from torch.autograd.variable import Variable

PRIVATE = (
    "autograd.variable.Variable._execution_engine.run_backward",
    "_C._current_autograd_node",
    "_C._autograd._get_sequence_nr",
    "_C._functorch.is_functorch_wrapped_tensor",
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


_observers: list[Callable[[Run], AbstractContextManager[None]]] = []
_installed = ExitStack()
_lock = threading.RLock()


@contextmanager
def observing(observer: Callable[[Run], AbstractContextManager[None]]) -> Iterator[None]:
    """Enter ``observer(run)`` around every run of the engine in this process, compiled code off.

    Raises:
        RuntimeError: if this torch lacks a private name that is needed.
    """
    for name in PRIVATE:
        owner: Any = torch
        for part in name.split("."):
            owner = getattr(owner, part, None)
        if owner is None:
            raise RuntimeError(
                f"torch {torch.__version__} has no torch.{name}, which a trace needs; "
                "use a version between 2.6 and the newest that tying is tested with"
            )
    with _lock:
        if not _observers:  # once for all traces: they may end in another order than they began
            real, vars_ = Variable._execution_engine, torch.compiler.set_stance("force_eager")
            _installed.enter_context(vars_)
            _installed.callback(setattr, Variable, "_execution_engine", real)
            setattr(Variable, "_execution_engine", _Engine(real))  # noqa: B010
        _observers.append(observer)
    try:
        yield
    finally:
        with _lock:
            _observers.remove(observer)
            if not _observers:
                _installed.close()


class _Engine:
    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def run_backward(
        self, tensors: Any, grads: Any, keep: bool, create: bool, inputs: Any = (), **kwargs: Any
    ) -> Any:
        edges = [r if isinstance(r, tuple) else get_gradient_edge(r) for r in tensors]
        run = Run(
            [(edge[0], edge[1], grad) for edge, grad in zip(edges, grads, strict=True)],
            {
                id(getattr(item[0], "variable", 0) if isinstance(item, tuple) else item)
                for item in inputs
            },
            kwargs.get("accumulate_grad", False),
        )
        with ExitStack() as stack:
            for observer in tuple(_observers):
                stack.enter_context(observer(run))
            return self.real.run_backward(tensors, grads, keep, create, inputs, **kwargs)


def now() -> int:
    """The number that the next node made in this thread is going to have."""
    return torch._C._autograd._get_sequence_nr()  # pyright: ignore[reportAttributeAccessIssue]


def made(node: Any) -> int:
    """The number that ``node`` was given when it was made."""
    return node._sequence_nr()


def current_node() -> Any:
    """The node that the engine works on in this thread, or None."""
    return torch._C._current_autograd_node()


def send(node: Any, gradients: dict[int, Tensor]) -> Tensor:
    """What the view or cast behind ``node`` passes on of ``gradients``, given by position."""
    return node(*(gradients.get(i) for i in range(len(node._input_metadata))))


def is_wrapped(tensor: Tensor) -> bool:
    """Whether ``tensor`` stands for many, inside a vectorised call."""
    return torch._C._functorch.is_functorch_wrapped_tensor(tensor)  # pyright: ignore[reportAttributeAccessIssue]
