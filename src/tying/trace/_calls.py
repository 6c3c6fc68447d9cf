"""Which call of which module an operation belonged to.

Every node of a graph carries the number of its making, counted in each thread. To note that
number whenever a module is entered or left is enough to say later where a node was made.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from torch import nn
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook

from tying.trace import _engine as engine

Place = tuple[str | None, int | None]


class _Log:
    """What one thread has entered and left, and when."""

    def __init__(self) -> None:
        self.open: list[tuple[nn.Module, Place]] = []
        self.times: list[int] = []
        self.places: list[Place] = []
        self.entries: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def note(self) -> None:
        self.times.append(engine.now())
        self.places.append(self.open[-1][1] if self.open else (None, None))


class Calls:
    """The calls of the modules of ``model`` while they are recorded, in all threads."""

    def __init__(self, model: nn.Module) -> None:
        self._paths = {id(module): path for path, module in model.named_modules()}
        self._logs: list[_Log] = []
        self._thread = threading.local()  # identities of threads are used again
        self._counts: Counter[str] = Counter()
        self.repeats: Counter[tuple[int, str]] = Counter()  # in this backward pass

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Note every call, by hooks that belong to no module."""
        before = register_module_forward_pre_hook(self._enter)
        after = register_module_forward_hook(self._leave, always_call=True)
        try:
            yield
        finally:
            before.remove()
            after.remove()

    def place(self, node: Any) -> Place:
        """Path and number of the innermost call that made ``node``.

        ``(None, None)`` if it was made outside, or where two threads could have made it.
        """
        found = set()
        for log in self._logs if node else ():
            at = bisect_right(log.times, engine.made(node)) - 1
            found |= {log.places[at]} - {(None, None)} if at >= 0 else set()
        return found.pop() if len(found) == 1 else (None, None)

    def _log(self) -> _Log:
        if not hasattr(self._thread, "log"):
            self._thread.log = _Log()
            self._logs.append(self._thread.log)
        return self._thread.log

    def _enter(self, module: nn.Module, _: Any) -> None:
        path = self._paths.get(id(module))
        if path is not None:
            log, node = self._log(), engine.current_node()
            call = self._counts[path] if node is None else self._repeated(path, engine.made(node))
            self._counts[path] += node is None
            log.entries[path].append((engine.now(), call))
            log.open.append((module, (path, call)))
            log.note()

    def _leave(self, module: nn.Module, *_: Any) -> None:
        if id(module) in self._paths:
            log = self._log()
            while log.open and log.open.pop()[0] is not module:
                pass  # an interrupted call has left without a word
            log.note()

    def _repeated(self, path: str, made: int) -> int:
        """The call that a checkpoint repeats: one of those after its own node was made."""
        key = (made, path)
        self.repeats[key] += 1
        for log in self._logs:
            at = bisect_right(log.entries[path], made, key=itemgetter(0)) + self.repeats[key] - 1
            if at < len(log.entries[path]):
                return log.entries[path][at][1]
        return self._counts[path]
