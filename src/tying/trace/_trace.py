"""A trace: what every use of every parameter contributes to its gradient.

A parameter that is used several times receives the sum of one contribution for each use. The
engine forms the sum and forgets the terms; a trace listens while they arrive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from html import escape
from typing import Any, Literal

import torch
from torch import Tensor, nn

from tying import _table as html
from tying.slots import find_slot, require_unscripted
from tying.trace import _engine as engine
from tying.trace import _report as report
from tying.trace._calls import Calls
from tying.trace._contributions import Gram, Use, gram, norm
from tying.trace._occupants import Occupants
from tying.trace._recorder import RecordedUse, Recorder
from tying.trace._spill import Spill
from tying.trace.graph import add_up

Reduce = Callable[[Tensor], Any] | Literal["norm", "gram"] | None
"""What a trace keeps of a contribution; see :func:`trace`."""


def trace(model: nn.Module, *, min_uses: int = 1, reduce: Reduce = None) -> Trace:
    """Record what each use of each parameter of ``model`` contributes to its gradient.

    To be put around forward and backward pass; the model is not changed::

        with trace(model) as t:
            criterion(model(x), y).backward()
        t.uses("embedding.weight")

    Every edge of the autograd graph that leads to a parameter is a use. Views, copies and casts
    are none: what is done with them is. Compiled code runs eagerly meanwhile.

    All runs of the engine that add to ``.grad`` count, those within another run (a checkpoint's)
    and in other threads too. What ``torch.autograd.grad`` hands to its caller is recorded only in
    a trace without any such run. Otherwise it is a term of what arrives in ``.grad``, as in the
    inner step of MAML, in an adjoint method, or in a checkpoint written by hand, and would count
    twice. To see the inner gradients, trace them alone.

    A slot that is refilled meanwhile answers for the last parameter in it. Under FSDP2 it answers
    for the whole parameter, which takes the place of the shard for a while: contributions are
    those of this process, and the mean of the ranks' sums is what ``.grad`` is sharded from.

    Args:
        model: the module whose parameters are traced.
        min_uses: parameters with fewer uses in a backward pass are passed over.
        reduce: what to keep instead of a contribution: the result of a function, which must not
            change it; ``"norm"``; or ``"gram"``, the inner products with the contributions so
            far (and itself), which until the trace ends lie in a file of the temporary folder.

    Returns:
        A context manager, which can be entered once.

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
    """The contributions that :func:`trace` records."""

    def __init__(self, model: nn.Module, min_uses: int, reduce: Reduce) -> None:
        self._model = model
        self._min_uses = min_uses
        self._reduce = reduce
        require_unscripted(model)
        self._occupants = Occupants(model)
        self._spill = Spill()
        self._calls = Calls(model, at_return=self._occupants.note)
        reducer = None if reduce is None else self._reduced
        self._recorder = Recorder(self._occupants, self._calls, min_uses, reducer)
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
        self._occupants.note_all()

    def __repr__(self) -> str:
        """The parameters with their uses, those with most uses first."""
        if self._nothing_to_show:
            return f"{self._title}: {self._nothing_to_show}"
        return report.trace_as_text(self._title, self._lines())

    def _repr_html_(self) -> str:
        if self._nothing_to_show:
            return html.result(f"{escape(self._title)}: {self._nothing_to_show}")
        return report.trace_as_html(self._title, self._lines())

    @property
    def _title(self) -> str:
        return f"Trace of {type(self._model).__name__}"

    @property
    def _nothing_to_show(self) -> str:
        """Why no uses can be listed, in words; empty if they can."""
        if self._recorder.failed:
            return "a backward pass failed"
        return "" if self._recorder.reached else "no backward pass yet"

    def _lines(self) -> Iterator[report.Line]:
        """The parameters that got contributions."""
        for name in self.names:
            try:
                parameters = [self._parameter(name)]
            except RuntimeError:  # several came and went, of which none can stand for the slot
                parameters = self._occupants.of_slot[name]
            uses = [use for one in parameters for use in self._recorder.uses.get(id(one), ())]
            yield report.Line(name, Counter(use.label[2] for use in uses))

    @property
    def names(self) -> tuple[str, ...]:
        """The first names of the parameters that got contributions, in the model's order.

        Raises:
            RuntimeError: if no backward pass reached the model, or one failed.
        """
        self._require_backward()
        names = {name for key, name in self._occupants.first_names.items() if self._has_uses(key)}
        return tuple(name for name in self._occupants.of_slot if name in names)

    def uses(self, name: str) -> tuple[Use, ...]:
        """The uses of the parameter in slot ``name``, in the order in which they arrived.

        Empty if it got no gradient, as a frozen parameter.

        Raises:
            ValueError: if there is no such slot, or the parameter was passed over.
            RuntimeError: if no backward pass reached the model, one failed, or a contribution
                was changed in place after it had arrived.
        """
        recorded = self._recorded(name)
        key = id(self._parameter(name))
        uses = []
        for use in recorded:
            value = use.value
            if self._reduce is None:
                value = use.sink.carry(value, use.position)
            elif (
                self._reduce == "gram"
            ):  # the value is a row of the matrix; it ends at the diagonal
                value = self._spill.gram(key)[value, : value + 1].clone()
            uses.append(Use(self._occupants.first_names[key], *use.label, value))
        return tuple(uses)

    def sum(self, name: str) -> Tensor | None:
        """What the engine makes of the uses: ``.grad``, bit for bit, if that was None before.

        None if no gradient came. Hooks of the parameter itself come after it.

        Raises:
            ValueError: as for :meth:`uses`, and if ``reduce`` left nothing to add up.
            RuntimeError: as for :meth:`uses`.
        """
        if self._reduce is not None:
            raise ValueError("with reduce= no contributions are kept that could be added up")
        if not self._recorded(name):
            return None
        parameter = self._parameter(name)
        leaves = self._recorder.leaves[id(parameter)]
        if not leaves:
            return None
        total = add_up([leaf.total() for leaf in leaves])
        # As .grad: a copy with the strides of the parameter, unless it is sparse.
        like = total if total.is_sparse else parameter
        return torch.empty_like(like, dtype=total.dtype).copy_(total)

    def norms(self, name: str) -> Tensor:
        """The Euclidean norm of each contribution, of shape (uses,).

        Raises:
            ValueError: as for :meth:`uses`, and if ``reduce`` is a function.
            RuntimeError: as for :meth:`uses`.
        """
        if callable(self._reduce):
            raise ValueError('norms are known without reduce=, with "norm" and with "gram"')
        values = [use.grad for use in self.uses(name)]
        if not values:
            return self._parameter(name).new_zeros(0)
        if self._reduce is None:
            values = [norm(value) for value in values]
        elif self._reduce == "gram":
            values = [row[-1].sqrt() for row in values]
        return torch.stack(values)

    def gram(self, name: str) -> Tensor:
        """The inner products Re⟨gᵢ, gⱼ⟩ of the contributions, of shape (uses, uses).

        The matrix is a tensor that prints with the places of the uses, and has them as an attribute
        ``places``. What is computed from it is an ordinary tensor.

        Raises:
            ValueError: as for :meth:`uses`, and if ``reduce`` is a function or ``"norm"``.
            RuntimeError: as for :meth:`uses`.
        """
        if self._reduce not in (None, "gram"):
            raise ValueError('inner products are known without reduce= and with "gram"')
        recorded = self._recorded(name)
        places = [Use(name, *use.label, None).place for use in recorded]
        return Gram.of(self._inner_products(name, recorded), places)

    def _inner_products(self, name: str, recorded: list[RecordedUse]) -> Tensor:
        """The matrix of :meth:`gram`."""
        if not recorded:
            return self._parameter(name).new_zeros(0, 0)
        if self._reduce is None:
            grads = [use.sink.carry(use.value, use.position) for use in recorded]
            return gram([grad.to_dense().flatten() for grad in grads])
        matrix = self._spill.gram(id(self._parameter(name))).clone()
        rows = [use.value for use in recorded]
        if rows == sorted(rows):
            return matrix
        return matrix[rows][:, rows]  # threads can come in another order than they put

    def _reduced(self, key: int, gradient: Tensor) -> Any:
        """What is kept of a contribution to the parameter with identity ``key``."""
        if self._reduce == "norm":
            return norm(gradient)
        if self._reduce == "gram":
            return self._spill.put(key, gradient)
        assert callable(self._reduce)
        return self._reduce(gradient)

    def _has_uses(self, key: int) -> bool:
        """Whether the parameter with identity ``key`` got enough contributions to be shown."""
        if key in self._recorder.passed_over or key not in self._recorder.uses:
            return False
        return len(self._recorder.uses[key]) >= self._min_uses

    def _recorded(self, name: str) -> list[RecordedUse]:
        """The uses as recorded, after all checks that what was recorded can be trusted."""
        if name not in self._occupants.of_slot:
            slot = find_slot(self._model, name)
            raise ValueError(f"{slot.name} is new since the trace was made")
        self._require_backward()
        key = id(self._parameter(name))
        recorded = self._recorder.uses.get(key, [])
        if not recorded and name in self._recorder.replaced:
            raise self._replaced([name])
        self._require_enough(name, self._recorder.passed_over.get(key, len(recorded)))
        if self._reduce is None:
            self._require_unchanged(name, recorded)
        if any(use.sink.after for use in recorded):
            for leaf in self._recorder.leaves[key]:
                leaf.total()  # raises if a view sent on something else than the sum of its uses
        return recorded

    def _parameter(self, name: str) -> Tensor:
        """The parameter in slot ``name``, or the one before it that got a gradient in its stead.

        Raises:
            RuntimeError: if several before it did.
        """
        *before, last = self._occupants.of_slot[name]
        reached = [p for p in before if id(p) in self._recorder.uses]
        if id(last) in self._recorder.uses or not reached:
            return last
        if len(reached) > 1:
            raise RuntimeError(
                f"{name} held {len(reached)} parameters one after the other inside the trace that "
                "each got a gradient, and now holds another; trace a block in which it holds one"
            )
        return reached[0]

    def _replaced(self, names: Iterable[str]) -> RuntimeError:
        """The error for slots whose gradient went to a parameter that came and went."""
        return RuntimeError(
            f"the gradient of {', '.join(sorted(names))} went to another parameter, which stood "
            "there only while its module ran, as with offloaded weights; trace the model before "
            "it is offloaded"
        )

    def _require_enough(self, name: str, uses: int) -> None:
        if 0 < uses < self._min_uses:
            plural = "" if uses == 1 else "s"
            raise ValueError(
                f"{name} has {uses} use{plural} and min_uses={self._min_uses} passes it over"
            )

    def _require_unchanged(self, name: str, recorded: list[RecordedUse]) -> None:
        if any(use.value._version != use.version for use in recorded):
            raise RuntimeError(
                f"a contribution to {name} was changed in place after it had arrived, "
                "by a hook or by other code that holds it"
            )

    def _require_backward(self) -> None:
        if self._recorder.failed:
            raise RuntimeError("a backward pass failed inside the trace; trace it again")
        if not self._recorder.reached:
            if self._recorder.replaced:
                raise self._replaced(self._recorder.replaced)
            raise RuntimeError(
                "no backward pass has reached a parameter inside the trace; put loss.backward() "
                "into the with block (torch.func works on copies, which are not traced)"
            )
