"""Look on while the engine runs, and keep what arrives at the parameters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import torch
from torch import Tensor

from tying import engine
from tying.calls import Calls
from tying.edges import Arrival, Sink, find_arrivals, operation


class Seen(NamedTuple):
    """A use, and what arrived: changed in place ``version`` times, perhaps not at the leaf yet."""

    module: str | None
    call: int | None
    op: str
    value: Any
    version: int
    sink: Sink
    position: int


class Recorder:
    """What backward passes bring, for each of the parameters ``keys`` (identities).

    Attributes:
        seen: the uses, in order of arrival.
        sums: the leaves, by the last arrival, and whether they accumulate into ``.grad``.
        reached: how many uses a backward pass found, whether recorded or not.
        failed: whether a backward pass broke off.
    """

    def __init__(
        self,
        keys: Mapping[int, Any],
        calls: Calls,
        min_uses: int,
        reduce: Callable[[int, Tensor], Any] | None,
    ) -> None:
        self.seen: dict[int, list[Seen]] = defaultdict(list)
        self.sums: dict[int, dict[Sink, bool]] = defaultdict(dict)
        self.reached: dict[int, int] = {}
        self.failed = False
        self._keys, self._calls, self._min_uses, self._reduce = keys, calls, min_uses, reduce

    @contextmanager
    def observe(self, run: engine.Run) -> Iterator[None]:
        """Listen to one run of the engine."""
        outermost = engine.current_node() is None
        if outermost:
            self._calls.forget_repeats()
        keys = self._keys.keys() & run.inputs if run.inputs else self._keys.keys()
        found, reenters = find_arrivals([root[:2] for root in run.roots], keys)
        by_source: dict[Any, list[tuple[int, Arrival]]] = defaultdict(list)
        for key, arrivals in found.items():
            uses = self.reached[key] = sum(item.merge is None for item in arrivals)
            if uses >= self._min_uses or reenters or not outermost:
                for item in arrivals:
                    by_source[item.source].append((key, item))
        handles = []
        try:
            for key, item in by_source.pop(None, ()):
                self._arrive(run, key, item, run.roots[item.output][2])
            for node, items in by_source.items():
                items.sort(key=lambda item: item[1].output)
                handles.append(node.register_hook(self._hook(run, items)))
            yield
        except BaseException:
            self.failed = True
            raise
        finally:
            for handle in handles:
                handle.remove()

    def _hook(
        self, run: engine.Run, items: list[tuple[int, Arrival]]
    ) -> Callable[[Any, Any], None]:
        def look(sent: Any, _: Any) -> None:
            for key, item in items:
                if sent[item.output] is not None:
                    self._arrive(run, key, item, sent[item.output])

        return look

    def _arrive(self, run: engine.Run, key: int, item: Arrival, gradient: Tensor) -> None:
        if engine.is_wrapped(gradient):
            raise RuntimeError(
                "this backward pass is vectorised (is_grads_batched, torch.func.vmap): one "
                "contribution stands for many; trace them one by one"
            )
        if item.merge is None:
            value, version, place = gradient, gradient._version, self._calls.place(item.origin)
            if self._reduce:
                with torch.no_grad():
                    value = self._reduce(key, item.sink.carry(gradient, item.position))
            use = Seen(*place, operation(item.origin), value, version, item.sink, item.position)
            self.seen[key].append(use)
        if self._reduce is None:
            item.sink.inputs[item.position].append(item.merge or gradient)
            if item.sink.after is None:  # the leaf is due right after its last arrival
                self.sums[key].pop(item.sink, None)
                self.sums[key][item.sink] = run.accumulates
