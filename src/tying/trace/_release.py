"""Freeing a graph of any depth.

A node that Python has seen is freed by Python: it lets go of the nodes that it leads to, each of
which is freed within the freeing of the one before. So a graph that has been walked is freed
recursively, and where it is some ten thousand operations deep, the stack ends and with it the
process. (A graph that Python has not seen is freed by a loop.)

What is done about it: at some nodes of every path, what they lead to is held once more. When
such a node is freed, the others outlive it for a moment, and are let go of from a loop, as soon as
the interpreter is out of the freeing.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Collection
from typing import Any

from tying.trace import _engine as engine

DEPTH = 500
"""So many nodes at most are freed within one another; each takes some 350 bytes of the stack."""

_KEY = "tying.trace"

_pending: deque[tuple[Any, ...]] = deque()
"""Nodes whose last owner is gone."""


def bound_recursion(nodes: Collection[Any]) -> None:
    """Let no more than :data:`DEPTH` of ``nodes`` be freed within one another, in any order.

    In each thread, nodes are numbered as they are made, and lead to ones with lower numbers. A
    path therefore has at most :data:`DEPTH` nodes between two multiples of it, and where an edge
    crosses a multiple, the node behind it is held.

    Args:
        nodes: all nodes of a graph, as a walk finds them.
    """
    let_go()
    if len(nodes) <= DEPTH:
        return
    for node in nodes:
        block = engine.sequence_number(node) // DEPTH
        beyond = [
            after
            for after, _ in node.next_functions
            if after is not None and engine.sequence_number(after) // DEPTH != block
        ]
        if beyond and _KEY not in node.metadata:
            # Only what lies below the node: a node that held itself would never be freed.
            node.metadata[_KEY] = _Hold(tuple(beyond))


def let_go() -> None:
    """Free the nodes whose last owner is gone, and those that become so meanwhile."""
    while _pending:
        try:
            _pending.popleft()
        except IndexError:  # another thread was faster
            return


class _Hold:
    """Owns nodes until the one that holds this object is freed, and for a moment longer."""

    __slots__ = ("nodes",)

    def __init__(self, nodes: tuple[Any, ...]) -> None:
        self.nodes = nodes

    def __del__(self) -> None:
        # The node that held this object still has its edges: here nothing could be freed.
        _pending.append(self.nodes)
        if len(_pending) == 1:
            _add_pending_call(_on_pending_call, None)


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
def _on_pending_call(_: int | None) -> int:
    let_go()
    return 0


_add_pending_call = ctypes.pythonapi.Py_AddPendingCall
"""Has the interpreter call a function before its next instruction, in the main thread."""
