"""Which call of which module an operation belonged to.

Every node of an autograd graph carries a sequence number, counted up in each thread as nodes are
made. To note that number whenever a module is entered or left is enough to say later in which
call a node was made.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, NamedTuple

from torch import nn
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook

from tying.trace import _engine as engine


class Call(NamedTuple):
    """A call of a module; both attributes are None outside of all calls.

    Attributes:
        path: the module's path in the model.
        number: which call of that module, from 0.
    """

    path: str | None
    number: int | None


OUTSIDE = Call(None, None)


class _Log:
    """What one thread has entered and left, and when.

    Attributes:
        open: the calls that have not returned, the innermost last.
        times: sequence numbers at which the innermost call changed, in rising order.
        innermost: the innermost call from each of those on.
        starts: for each path the sequence number at the start of a call, and its number.
    """

    def __init__(self) -> None:
        self.open: list[tuple[nn.Module, Call]] = []
        self.times: list[int] = []
        self.innermost: list[Call] = []
        self.starts: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def note(self) -> None:
        """Write down which call is the innermost from now on."""
        self.times.append(engine.next_sequence_number())
        self.innermost.append(self.open[-1][1] if self.open else OUTSIDE)

    def call_at(self, time: int) -> Call:
        """The innermost call at a sequence number."""
        index = bisect_right(self.times, time) - 1
        return self.innermost[index] if index >= 0 else OUTSIDE


class Calls:
    """The calls of the modules of ``model`` while they are recorded, in all threads.

    Args:
        model: the model.
        at_return: what to do with a module that returns, before anything else is done with it.

    Attributes:
        repeats: in the present backward pass, how often a node (by its sequence number) has run
            the module at a path again, as checkpoints do.
    """

    def __init__(self, model: nn.Module, at_return: Callable[[nn.Module], None]) -> None:
        self._at_return = at_return
        self._paths = {id(module): path for path, module in model.named_modules()}
        self._logs: list[_Log] = []
        self._thread = threading.local()  # the identity of a thread can be given out again
        self._counts: Counter[str] = Counter()
        self.repeats: Counter[tuple[int, str]] = Counter()

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

    def call_of(self, node: Any) -> Call:
        """The innermost call that made ``node``.

        :data:`OUTSIDE` if there is none, or where two threads could have made it.
        """
        if node is None:
            return OUTSIDE
        made = engine.sequence_number(node)
        candidates = {log.call_at(made) for log in self._logs} - {OUTSIDE}
        return candidates.pop() if len(candidates) == 1 else OUTSIDE

    def _log(self) -> _Log:
        """The log of this thread."""
        if not hasattr(self._thread, "log"):
            self._thread.log = _Log()
            self._logs.append(self._thread.log)
        return self._thread.log

    def _enter(self, module: nn.Module, _: Any) -> None:
        path = self._paths.get(id(module))
        if path is None:
            return
        log = self._log()
        node = engine.current_node()
        if node is None:
            number = self._counts[path]
            self._counts[path] += 1
        else:  # forward within backward: a checkpoint repeats an earlier call
            number = self._repeated_call(path, engine.sequence_number(node))
        log.starts[path].append((engine.next_sequence_number(), number))
        log.open.append((module, Call(path, number)))
        log.note()

    def _leave(self, module: nn.Module, *_: Any) -> None:
        if id(module) not in self._paths:
            return
        self._at_return(module)
        log = self._log()
        while log.open:
            left, _ = log.open.pop()
            if left is module:  # calls above it were interrupted, and have left without a hook
                break
        log.note()

    def _repeated_call(self, path: str, checkpoint: int) -> int:
        """The number of the call that a checkpoint repeats.

        It is one of those that started after the checkpoint's own node was made, the first of
        them if the checkpoint repeats the module for the first time, and so on.
        """
        earlier_repeats = self.repeats[checkpoint, path]
        self.repeats[checkpoint, path] += 1
        for log in self._logs:
            starts = log.starts[path]
            index = bisect_right(starts, checkpoint, key=itemgetter(0)) + earlier_repeats
            if index < len(starts):
                _, number = starts[index]
                return number
        return self._counts[path]
