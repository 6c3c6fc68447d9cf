"""Answer one question: run the cells, then call what they define, once for each case."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import asdict
from types import ModuleType
from typing import IO, Any

import numpy as np
import torch

from tying_assign.worker import cells, codec


def answer(lines: IO[bytes], out: IO[bytes]) -> None:
    """Serve the parent until it hangs up.

    The first message has the cells, the name of the function, and the probe with its source; the
    reply tells what became of the cells. Every further message is a case, and gets one reply.
    All are lines of JSON; a reply repeats the ``id`` of its message.
    """

    def send(id: str, reply: dict[str, Any]) -> None:
        out.write(text(id, reply))
        out.flush()

    seed()
    question = json.loads(lines.readline())
    probe = load_probe(question["probes"], question["probe"]) if question["probe"] else None
    namespace, report = cells.run(question["cells"])
    found = namespace.get(question["function"])
    send(question["id"], {"report": asdict(report), "found": kind_of(found)})
    for line in lines:
        case = json.loads(line)
        send(case["id"], reply_to(found, probe, case["args"]))


def text(id: str, reply: dict[str, Any]) -> bytes:
    """A reply as it is sent; what cannot be text, or is too large for it, is told instead."""
    try:
        return json.dumps({"id": id, **reply}).encode() + b"\n"
    except (TypeError, ValueError, RecursionError, MemoryError) as error:
        return json.dumps({"id": id, **failure(error)}).encode() + b"\n"


def seed() -> None:
    """Let a submission that draws numbers draw the same ones whenever it is graded.

    Also from numpy's old generator, since students use it.
    """
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    torch.manual_seed(0)


def load_probe(source: str, name: str) -> Callable[..., Any]:
    """The function ``name`` of a problem's ``probes.py``."""
    module = ModuleType("probes")
    exec(compile(source, "probes.py", "exec", dont_inherit=True), module.__dict__)
    return getattr(module, name)


def kind_of(found: Any) -> str:
    """Whether a submission defines a function: "function", "nothing", or what it is instead."""
    if found is None or found is ...:
        return "nothing"
    return "function" if callable(found) else type(found).__name__


def reply_to(found: Any, probe: Callable[..., Any] | None, args: list[Any]) -> dict[str, Any]:
    """What a call gives: a value, an error, or that it is still the stub."""
    try:
        decoded = [codec.decode(arg, models=True) for arg in args]
        value = probe(found, *decoded) if probe else found(*decoded)
        if value is ...:
            return {"stub": True}
        return {"value": codec.encode(value)}
    except BaseException as error:
        return failure(error)


def failure(error: BaseException) -> dict[str, Any]:
    """What a call that raised ``error`` gives."""
    return {"memory" if is_lack_of_memory(error) else "error": cells.describe(error)}


def is_lack_of_memory(error: BaseException) -> bool:
    """Whether the limit of memory was met: torch has no type of its own for it."""
    allocator = isinstance(error, RuntimeError) and "can't allocate memory" in str(error)
    return isinstance(error, MemoryError) or allocator
