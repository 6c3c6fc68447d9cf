"""Look on while the engine runs, and keep what arrives at the parameters."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import torch
from torch import Tensor

from tying.trace import _engine as engine
from tying.trace._calls import Calls
from tying.trace.graph import Arrival, Sink, find_arrivals, operation

_Look = Callable[[Tensor], None]


class Seen(NamedTuple):
    """A use: module, call and operation; what arrived, changed in place so often, and where."""

    label: tuple[str | None, int | None, str]
    value: Any
    version: int
    sink: Sink
    position: int


class Recorder:
    """What backward passes bring for the parameters whose identities are ``keys``.

    Attributes:
        seen: the uses, in order of arrival.
        sums: the leaves, by the last arrival, and whether they accumulate into ``.grad``.
        passed_over: number of uses of the parameters that had fewer than ``min_uses``.
        reached: whether a backward pass reached a parameter.
        failed: whether one broke off.
    """

    def __init__(self, keys: Collection[int], calls: Calls, min_uses: int, reduce: Any) -> None:
        self.seen: dict[int, list[Seen]] = defaultdict(list)
        self.sums: dict[int, dict[Sink, bool]] = defaultdict(dict)
        self.passed_over: dict[int, int] = {}
        self.reached = self.failed = False
        self._keys, self._calls, self._min_uses, self._reduce = set(keys), calls, min_uses, reduce

    @contextmanager
    def observe(self, run: engine.Run) -> Iterator[None]:
        """Listen to one run of the engine."""
        handles: list[Any] = []
        collecting = gc.isenabled()
        gc.disable()  # so many objects at once, none of them garbage
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
        if outermost := engine.current_node() is None:
            self._calls.repeats.clear()
        keys = self._keys & run.inputs if run.inputs else self._keys
        found, reenters = find_arrivals([root[:2] for root in run.roots], keys)
        self.reached |= bool(found)
        looks: dict[Any, list[tuple[int, _Look]]] = defaultdict(list)
        for key, arrivals in found.items():
            uses = sum(arrival.merge is None for arrival in arrivals)
            if uses < self._min_uses and outermost and not reenters:
                self.passed_over[key] = uses
                continue
            for arrival in arrivals:
                looks[arrival.source].append((arrival.output, self._look(run, key, arrival)))
        for root, look in looks.pop(None, ()):
            look(run.roots[root][2])
        for node, outputs in looks.items():
            outputs.sort(key=lambda item: item[0])
            handles.append(node.register_hook(partial(_pass_on, outputs)))

    def _look(self, run: engine.Run, key: int, arrival: Arrival) -> _Look:
        label = (*self._calls.place(arrival.origin), operation(arrival.origin))
        sink, position, merge = arrival.sink, arrival.position, arrival.merge

        def look(gradient: Tensor) -> None:
            if engine.is_batched(gradient):
                raise RuntimeError(
                    "this backward pass is vectorised (is_grads_batched, torch.func.vmap): one "
                    "contribution stands for many; trace them one by one"
                )
            if merge is None:
                value, version = gradient, gradient._version
                if self._reduce:
                    with torch.no_grad():
                        value = self._reduce(key, sink.carry(gradient, position))
                self.seen[key].append(Seen(label, value, version, sink, position))
            if self._reduce is None:
                sink.inputs[position].append((gradient, merge))
                if sink.after is None:  # the leaf is due right after its last arrival
                    self.sums[key].pop(sink, None)
                    self.sums[key][sink] = run.accumulates

        return look


def _pass_on(outputs: list[tuple[int, _Look]], sent: Any, _: Any) -> None:
    for output, look in outputs:
        if sent[output] is not None:
            look(sent[output])
