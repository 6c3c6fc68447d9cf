"""A graph that was traced is freed, whole and without recursion, however deep it is."""

import gc
import threading
import weakref
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from tests.trace.models import Formula, assert_adds_up
from tying.trace import rnn_steps, trace
from tying.trace._release import DEPTH

DEEP = 60_000
"""So many nodes freed within one another would take more than twice the stack of 8 MiB."""


class Token:
    """Something that lives as long as a node of the graph."""


class Marked(torch.autograd.Function):
    """The identity; its node holds a token."""

    @staticmethod
    def forward(ctx, x, token):
        ctx.token = token
        return x.clone()

    @staticmethod
    def backward(ctx, *grad_outputs):
        return grad_outputs[0], None


def deep(w: Tensor, token: object, depth: int = DEEP) -> tuple[Tensor, Tensor]:
    """The sum of ``w`` after ``depth`` changes of sign, and what it was half way."""
    y = Marked.apply(w * 3, token)
    for _ in range(depth // 2):
        y = y.neg()
    middle = y
    for _ in range(depth // 2):
        y = y.neg()
    return y.sum(), middle


@pytest.mark.parametrize("order", [("loss", "middle"), ("middle", "loss")])
def test_a_deep_graph_is_freed_with_its_last_owner(order):
    model: Any = Formula(lambda w, x: w)
    token = Token()
    alive = weakref.ref(token)
    owners: dict[str, Tensor] = {}
    with trace(model) as t:
        owners["loss"], owners["middle"] = deep(model.w, token)
        owners["loss"].backward(retain_graph=True)
    del token
    first, last = order
    del owners[first]
    assert alive() is not None
    del owners[last]
    assert alive() is None
    assert torch.equal(t.uses("w")[0].grad, torch.full((3, 3), 3.0))


def test_a_loss_without_a_name():
    model: Any = Formula(lambda w, x: deep(w, None)[0])
    with trace(model, reduce="norm") as t:
        model().backward()
    assert torch.equal(t.norms("w"), torch.tensor([9.0]))


@pytest.mark.parametrize("depth", [10, 3 * DEPTH])
def test_neither_parameters_nor_graph_nor_model_outlive_their_owners(depth):
    model: Any = Formula(lambda w, x: w)
    token = Token()
    owned = [weakref.ref(one) for one in (model, model.w, token)]
    with trace(model) as t:
        loss, _ = deep(model.w, token, depth)
        loss.backward(create_graph=False, retain_graph=True)
    assert len(t.uses("w")) == 1
    del model, token, loss, _, t
    gc.collect()
    assert [one() for one in owned] == [None, None, None]


def recurrent_loss(cell: nn.LSTMCell, steps: int) -> Tensor:
    h = c = torch.zeros(1, 2)
    for x in torch.ones(steps, 1, 1):
        h, c = cell(x, (h, c))
    return h.sum()


def test_a_loop_of_cells_in_a_thread_with_a_small_stack():
    """As 8,000 steps in a stack of 8 MiB."""
    cell = nn.LSTMCell(1, 2)
    calls: list[int | None] = []

    def step() -> None:
        with trace(cell, reduce="norm") as t:
            recurrent_loss(cell, 1000).backward()
        calls.extend(use.call for use in t.uses("weight_hh"))

    before = threading.stack_size(1 << 20)
    try:
        thread = threading.Thread(target=step)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    assert calls == [*reversed(range(1000))]


def test_a_recurrent_layer_over_hundreds_of_steps_twice():
    model: Any = nn.LSTM(1, 2)
    x = torch.linspace(-1, 1, 300)[:, None, None]
    with rnn_steps(model) as t:
        for _ in range(2):
            model(x)[0].sum().backward()
    assert len(t.uses("weight_hh_l0")) == 600
    assert_adds_up(t, model, rounding=1e-4)
