"""The private parts of torch that the trace uses behave as it expects."""

import pytest
import torch
from torch import nn
from torch.autograd.variable import Variable

from tying.trace import _engine as engine
from tying.trace import trace


@pytest.mark.parametrize("name", engine.PRIVATE)
def test_a_version_without_a_private_name_is_refused_before_anything_changes(name, monkeypatch):
    owner, _, attribute = name.removesuffix(".run_backward").rpartition(".")
    target = torch
    for part in owner.split("."):
        target = getattr(target, part)
    before = Variable._execution_engine
    with monkeypatch.context() as patch:
        patch.delattr(target, attribute)
        with (
            pytest.raises(RuntimeError, match=rf"has no torch\.{owner}\.{attribute}.*, which"),
            trace(nn.Linear(2, 2)),
        ):
            raise AssertionError
    assert Variable._execution_engine is before


def test_all_ways_to_run_backward_pass_through_the_engine():
    w = torch.ones(2, requires_grad=True)
    runs = []

    def observe(run):
        runs.append(run)
        return torch.no_grad()

    with engine.observing(observe):
        (w * 2).sum().backward()
        torch.autograd.backward([w.sum(), w * 3], [None, torch.ones(2)], inputs=[w])
        torch.autograd.grad(w.exp().sum(), w)
        torch.autograd.grad(w.exp().sum(), torch.autograd.graph.get_gradient_edge(w))
    (w * 2).sum().backward()
    assert [run.accumulates for run in runs] == [True, True, False, False]
    assert [run.inputs for run in runs] == [set(), {id(w)}, {id(w)}, {id(w)}]
    assert [node.name() for node, _, _ in runs[1].roots] == ["SumBackward0", "MulBackward0"]
    assert torch.equal(runs[1].roots[1][2], torch.ones(2))


def test_nodes_are_numbered_in_the_order_of_their_making():
    w = torch.ones(2, requires_grad=True)
    first, product = engine.next_sequence_number(), w * 2
    second, total = engine.next_sequence_number(), product.sum()
    assert (
        first
        == engine.sequence_number(product.grad_fn)
        < second
        == engine.sequence_number(total.grad_fn)
    )
    assert engine.next_sequence_number() > second


def test_the_engine_tells_on_which_node_it_works():
    w = torch.ones(2, requires_grad=True)
    product = w * 2
    seen = []
    product.register_hook(lambda gradient: seen.append(engine.current_node()))
    product.sum().backward()
    assert seen == [product.grad_fn]
    assert engine.current_node() is None


def test_a_view_sends_on_what_arrived_at_some_of_its_outputs():
    w = torch.ones(5, 2, requires_grad=True)
    _, second, _ = w.split([1, 2, 2])
    sent = engine.send(second.grad_fn, {1: torch.ones(2, 2)})
    assert torch.equal(sent, torch.tensor([0, 1, 1, 0, 0.0])[:, None].expand(5, 2))


def test_compiled_code_is_back_when_the_last_trace_ends_in_whatever_order():
    first, second = trace(nn.Linear(2, 2)), trace(nn.Linear(2, 2))
    real = Variable._execution_engine
    first.__enter__()
    second.__enter__()
    first.__exit__()
    assert Variable._execution_engine is not real
    second.__exit__()
    assert Variable._execution_engine is real
    calls = torch.compile(lambda x: x + torch.compiler.is_compiling(), backend="eager")
    assert calls(torch.zeros(1)) == 1
