"""A trace: what every use of every parameter contributes to its gradient.

A parameter that is used several times receives the sum of one contribution for each use. The
engine forms the sum and forgets the terms; a trace looks on while they arrive.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Literal

import torch
from torch import Tensor, nn

from tying.slots import find_slot, slots
from tying.slots.derived import origin
from tying.trace import _engine as engine
from tying.trace._calls import Calls
from tying.trace._contributions import Use, gram, norm
from tying.trace._recorder import Recorder, Seen
from tying.trace._spill import Spill
from tying.trace.graph import add_up

Reduce = Callable[[Tensor], Any] | Literal["norm", "gram"] | None


def trace(model: nn.Module, *, min_uses: int = 1, reduce: Reduce = None) -> Trace:
    """Record what each use of each parameter of ``model`` contributes to its gradient.

    To be put around forward and backward pass; the model is not changed::

        with trace(model) as t:
            criterion(model(x), y).backward()
        t.uses("embedding.weight")

    Every edge of the autograd graph that leads to a parameter is a use. Views and casts are none:
    what is done with them is. All runs of the engine are seen, those of ``torch.autograd.grad``
    and of other threads too. Compiled code runs eagerly meanwhile.

    Args:
        model: the module whose parameters are traced.
        min_uses: parameters with fewer uses in a backward pass are passed over.
        reduce: what to keep instead of a contribution: the result of a function, which must not
            change it; ``"norm"``; or ``"gram"``, the inner products with the contributions so
            far (and itself), which until the trace ends lie in a file of the temporary folder.

    Raises:
        TypeError: if ``model`` is not a module, or holds a ``torch.jit`` module, which hides its
            operations; if ``reduce`` is none of the above.
        ValueError: if ``min_uses`` is less than 1, or a parameter has no shape yet.
    """
    if not callable(reduce) and reduce not in (None, "norm", "gram"):
        raise TypeError(f'reduce must be a function, "norm", "gram" or None, got {reduce!r}')
    if min_uses < 1:
        raise ValueError(f"min_uses must be 1 or more, got {min_uses}")
    return Trace(model, min_uses, reduce)


class Trace:
    """What :func:`trace` records."""

    def __init__(self, model: nn.Module, min_uses: int, reduce: Reduce) -> None:
        self._model, self._min_uses, self._reduce = model, min_uses, reduce
        self._slots: dict[str, Tensor] = {}
        self._names: dict[int, str] = {}
        for slot in slots(model):
            parameter = self._slots[slot.name] = origin(slot.module, slot.local).parameter
            self._names.setdefault(id(parameter), slot.name)
        if any(isinstance(module, torch.jit.ScriptModule) for module in model.modules()):
            raise TypeError(
                "uses inside a torch.jit module cannot be seen; pass the module it was made from"
            )
        self._spill = Spill()
        self._calls = Calls(model)
        reducer = None if reduce is None else self._reduced
        self._recorder = Recorder(self._names, self._calls, min_uses, reducer)
        self._stack: ExitStack | None = None

    def __enter__(self) -> Trace:
        if self._stack is not None:
            raise RuntimeError("a trace is entered once; make another with trace(model)")
        with ExitStack() as stack:
            stack.enter_context(engine.observing(self._recorder.observe))
            stack.enter_context(self._calls.recording())
            stack.callback(self._spill.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._stack is not None
        self._stack.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The first names of the parameters that got contributions, in the model's order."""
        self._require_backward()
        passed_over, seen = self._recorder.passed_over, self._recorder.seen
        enough = {k for k in seen.keys() - passed_over if len(seen[k]) >= self._min_uses}
        return tuple(name for key, name in self._names.items() if key in enough)

    def uses(self, name: str) -> tuple[Use, ...]:
        """The uses of the parameter in slot ``name``, in the order in which they arrived.

        Empty if it got no gradient, as a frozen parameter.

        Raises:
            ValueError: if there is no such slot, or the parameter was passed over.
            RuntimeError: if no backward pass reached the model, one failed, or a contribution
                was changed in place after it had arrived.
        """
        uses = []
        for label, value, _, sink, position in self._seen(name):
            if self._reduce is None:
                value = sink.carry(value, position)
            elif self._reduce == "gram":
                value = self._spill.gram(id(self._slots[name]))[value, : value + 1].clone()
            uses.append(Use(self._names[id(self._slots[name])], *label, value))
        return tuple(uses)

    def sum(self, name: str) -> Tensor | None:
        """What the engine makes of the uses: ``.grad``, bit for bit, if that was None before.

        None if no gradient came. Hooks of the parameter itself come after it.

        Raises:
            ValueError: as for :meth:`uses`, and if ``reduce`` left nothing to add up.
            RuntimeError: as for :meth:`uses`, and if part of the gradients went to ``.grad`` and
                part to the caller of ``torch.autograd.grad``.
        """
        if self._reduce is not None:
            raise ValueError("with reduce= no contributions are kept that could be added up")
        sums = self._recorder.sums[id(self._slots[name])] if self._seen(name) else {}
        if len(set(sums.values())) > 1:
            raise RuntimeError(
                f"{name} got gradients in .grad and from torch.autograd.grad; trace them apart"
            )
        if not sums:
            return None
        total = add_up([leaf.total() for leaf in sums])
        like = total if total.is_sparse else self._slots[name]
        return torch.empty_like(like).copy_(total)

    def norms(self, name: str) -> Tensor:
        """The Euclidean norm of each contribution, of shape (uses,)."""
        if callable(self._reduce):
            raise ValueError('norms are known without reduce=, with "norm" and with "gram"')
        values = [use.grad for use in self.uses(name)]
        if self._reduce is None:
            values = [norm(value) for value in values]
        elif self._reduce == "gram":
            values = [row[-1].sqrt() for row in values]
        return torch.stack(values) if values else self._slots[name].new_zeros(0)

    def gram(self, name: str) -> Tensor:
        """The inner products of the contributions, of shape (uses, uses): Re⟨gᵢ, gⱼ⟩."""
        if self._reduce not in (None, "gram"):
            raise ValueError('inner products are known without reduce= and with "gram"')
        if not (seen := self._seen(name)):
            return self._slots[name].new_zeros(0, 0)
        if self._reduce == "gram":
            matrix = self._spill.gram(id(self._slots[name])).clone()
            order = [item.value for item in seen]  # not sorted if threads came at the same time
            return matrix if order == sorted(order) else matrix[order][:, order]
        return gram([sink.carry(v, at).to_dense().flatten() for _, v, _, sink, at in seen])

    def _reduced(self, key: int, gradient: Tensor) -> Any:
        if self._reduce == "norm":
            return norm(gradient)
        if callable(self._reduce):
            return self._reduce(gradient)
        return self._spill.put(key, gradient)

    def _seen(self, name: str) -> list[Seen]:
        if name not in self._slots:
            raise ValueError(f"{find_slot(self._model, name).name} is new since the trace was made")
        self._require_backward()
        key = id(self._slots[name])
        seen = self._recorder.seen.get(key, [])
        uses = self._recorder.passed_over.get(key, len(seen))
        if 0 < uses < self._min_uses:
            raise ValueError(f"{name} has {uses} use and min_uses={self._min_uses} passes it over")
        if self._reduce is None and any(item.value._version != item.version for item in seen):
            raise RuntimeError(
                f"a contribution to {name} was changed in place after it had arrived, "
                "by a hook or by other code that holds it"
            )
        if any(item.sink.after for item in seen):
            for leaf in self._recorder.sums[key]:
                leaf.total()
        return seen

    def _require_backward(self) -> None:
        if self._recorder.failed:
            raise RuntimeError("a backward pass failed inside the trace; trace it again")
        if not self._recorder.reached:
            raise RuntimeError(
                "no backward pass has reached a parameter inside the trace; put loss.backward() "
                "into the with block (torch.func works on copies, which are not traced)"
            )
