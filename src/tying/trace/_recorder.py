"""Listen while the engine runs, and keep what arrives at the parameters."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from tying.trace import _engine as engine
from tying.trace._calls import Calls
from tying.trace._occupants import Occupants
from tying.trace.graph import Arrival, Sink, as_gradient, find_arrivals, operation

_Listener = Callable[[Tensor | None], None]
"""Takes the gradient that a node sends from one of its outputs, or None if it has none."""


class RecordedUse(NamedTuple):
    """A use, with the place in the graph to which its contribution came.

    Attributes:
        label: path of the module, number of its call, and name of the operation.
        value: the gradient that arrived, or what was made of it.
        version: how often the gradient had been changed in place when it arrived.
        sink: the leaf or merge at which it arrived.
        position: the input of the sink.
    """

    label: tuple[str | None, int | None, str]
    value: Any
    version: int
    sink: Sink
    position: int


class Recorder:
    """What backward passes bring for the parameters in the slots of a model.

    Args:
        occupants: the parameters.
        calls: the calls of the model's modules.
        min_uses: parameters with fewer uses in a backward pass are passed over.
        reduce: what to keep instead of a contribution, from the parameter's identity and the
            contribution; None keeps the contribution and all that is needed for the sum.

    Attributes:
        uses: for each parameter its uses, in order of arrival.
        leaves: for each parameter the leaves that got a gradient, by their last arrival; only
            without ``reduce``.
        passed_over: number of uses of the parameters that had fewer than ``min_uses``.
        reached: whether a backward pass reached a parameter.
        replaced: slots in whose module a parameter that stands in no slot was used and got a
            gradient, and which could have held it: those of its shape, or else all.
        failed: whether one broke off.
    """

    def __init__(
        self,
        occupants: Occupants,
        calls: Calls,
        min_uses: int,
        reduce: Callable[[int, Tensor], Any] | None,
    ) -> None:
        self.uses: dict[int, list[RecordedUse]] = defaultdict(list)
        self.leaves: dict[int, dict[Sink, None]] = defaultdict(dict)
        self.passed_over: dict[int, int] = {}
        self.reached = False
        self.replaced: set[str] = set()
        self.failed = False
        self._accumulates = False  # whether a run that did so has reached a parameter
        self._occupants = occupants
        self._calls = calls
        self._min_uses = min_uses
        self._reduce = reduce

    @contextmanager
    def observe(self, run: engine.Run) -> Iterator[None]:
        """Listen to one run of the engine."""
        handles: list[Any] = []
        collecting = gc.isenabled()
        gc.disable()  # listening makes many objects at once, and none of them is garbage
        try:
            self._listen(run, handles)
            if collecting:
                gc.enable()
            yield
        except BaseException:
            self.failed = True
            raise
        finally:
            if collecting:
                gc.enable()
            for handle in handles:
                handle.remove()

    def _listen(self, run: engine.Run, handles: list[Any]) -> None:
        """Register hooks at all nodes that send something to a parameter."""
        outermost = engine.current_node() is None
        if outermost:
            self._calls.repeats.clear()
        if not run.accumulates and not (outermost and self._wants(run)):
            return  # what it hands over is a term of something else, and arrives with that
        arrivals_of, reenters = self._find_arrivals(run)
        if arrivals_of:
            self.reached = True
            if run.accumulates and not self._accumulates:
                self._accumulates = True
                self._forget()
        # A run within another run, or one that starts another, has not all the uses.
        complete = outermost and not reenters
        listeners: dict[Any, list[tuple[int, _Listener]]] = defaultdict(list)
        for key, arrivals in arrivals_of.items():
            uses = sum(arrival.merge is None for arrival in arrivals)
            if complete and uses < self._min_uses:
                self.passed_over[key] = uses
                continue
            for arrival in arrivals:
                listener = self._listener(run, key, arrival)
                listeners[arrival.source].append((arrival.output, listener))
        for root, listener in listeners.pop(None, ()):  # a parameter that is itself a root
            leaf, _, gradient = run.roots[root]
            listener(as_gradient(leaf, gradient))
        for node, of_outputs in listeners.items():
            of_outputs.sort(key=lambda item: item[0])
            handles.append(node.register_hook(partial(_tell, of_outputs)))

    def _find_arrivals(self, run: engine.Run) -> tuple[dict[int, list[Arrival]], bool]:
        """The arrivals of each parameter, and whether other runs can take place in ``run``."""
        self._occupants.note_all()
        keys = self._occupants.identities
        arrivals = find_arrivals(
            [root[:2] for root in run.roots], keys & run.inputs if run.inputs else keys
        )
        for parameter, node in arrivals.others:
            self._look_for_replaced(parameter, node)
        return arrivals.of, arrivals.reenters

    def _look_for_replaced(self, parameter: nn.Parameter, node: Any) -> None:
        """Note which slots a parameter may have stood in, if it stands in none by now.

        Args:
            parameter: a leaf of the graph.
            node: one of its uses.
        """
        path = self._calls.call_of(node).path
        if path is not None and id(parameter) not in self._occupants.identities:
            slots = self._occupants.of_module(path)
            of_slot = self._occupants.of_slot
            alike = {name for name in slots if of_slot[name][-1].shape == parameter.shape}
            self.replaced |= alike or set(slots)

    def _listener(self, run: engine.Run, key: int, arrival: Arrival) -> _Listener:
        """What to do when the gradient of ``arrival`` comes, in ``run``, for parameter ``key``."""
        call = self._calls.call_of(arrival.origin)
        label = (call.path, call.number, operation(arrival.origin))

        def listener(gradient: Tensor | None) -> None:
            if not self._wants(run):
                return  # a run within this one has accumulated
            if gradient is None:
                self._touch(key, arrival.sink)
                return
            if engine.is_batched(gradient):
                raise RuntimeError(
                    "this backward pass is vectorised (is_grads_batched, torch.func.vmap): one "
                    "contribution stands for many; trace them one by one"
                )
            if arrival.merge is None:
                self._record_use(key, label, arrival, gradient)
            if self._reduce is None:
                self._record_arrival(key, arrival, gradient)

        return listener

    def _wants(self, run: engine.Run) -> bool:
        """Whether the gradients of ``run`` count: of those handed over, none beside ``.grad``."""
        return run.accumulates or not self._accumulates

    def _forget(self) -> None:
        """Drop what ``torch.autograd.grad`` handed over before ``.grad`` got something."""
        self.uses.clear()
        self.leaves.clear()
        self.passed_over.clear()

    def _record_use(
        self, key: int, label: tuple[str | None, int | None, str], arrival: Arrival, grad: Tensor
    ) -> None:
        version = grad._version
        value: Any = grad
        if self._reduce is not None:
            with torch.no_grad():
                value = self._reduce(key, arrival.sink.carry(grad, arrival.position))
        self.uses[key].append(RecordedUse(label, value, version, arrival.sink, arrival.position))

    def _record_arrival(self, key: int, arrival: Arrival, grad: Tensor) -> None:
        """Keep what the engine is going to add up."""
        sink = arrival.sink
        sink.inputs[arrival.position].append((grad, arrival.merge))
        if sink.after is None:
            self.leaves[key][sink] = None
            self._touch(key, sink)

    def _touch(self, key: int, sink: Sink) -> None:
        """Move a leaf that has got a gradient to the end.

        The engine comes to a leaf right after the last edge to it, be it with a gradient or
        without; until then a run within this one may come to leaves of its own.
        """
        leaves = self.leaves[key]
        if sink in leaves:
            leaves[sink] = leaves.pop(sink)


def _tell(of_outputs: list[tuple[int, _Listener]], sent: Any, _: Any) -> None:
    """A hook of a node: tell the listeners of its outputs what was sent."""
    for output, listener in of_outputs:
        listener(sent[output])
