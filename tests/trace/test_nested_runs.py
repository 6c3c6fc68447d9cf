"""Runs of the engine within others: which bring something to ``.grad``, and which only a term."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.utils.checkpoint import checkpoint

from tests.trace.models import Formula, assert_adds_up, labels, same
from tying.trace import trace

X = torch.linspace(-1, 1, 12).reshape(4, 3)


def small() -> Any:
    generator = torch.Generator().manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 3), nn.Tanh())
    for parameter in model.parameters():
        parameter.data = torch.randn(parameter.shape, generator=generator)
    return model


class Adjoint(torch.autograd.Function):
    """Euler's method for dy/dt = f(y), whose gradient is integrated backwards in time."""

    STEPS, LENGTH = 5, 0.1

    @staticmethod
    def forward(ctx, f, y, *parameters):
        states = [y]
        for _ in range(Adjoint.STEPS):
            states.append(states[-1] + Adjoint.LENGTH * f(states[-1]))
        ctx.f, ctx.parameters, ctx.states = f, parameters, states
        return states[-1].clone()

    @staticmethod
    def backward(ctx, *grad_outputs):
        adjoint = grad_outputs[0]
        totals = [torch.zeros_like(p) for p in ctx.parameters]
        for y in reversed(ctx.states[:-1]):
            with torch.enable_grad():
                y = y.detach().requires_grad_()
                slope = Adjoint.LENGTH * ctx.f(y)
            terms = torch.autograd.grad(slope, (y, *ctx.parameters), adjoint)
            adjoint = adjoint + terms[0]
            totals = [total + term for total, term in zip(totals, terms[1:], strict=True)]
        return None, adjoint, *totals


class Recomputed(torch.autograd.Function):
    """A checkpoint written by hand: ``grad`` or, ``accumulating``, ``backward`` in a backward."""

    @staticmethod
    def forward(ctx, f, accumulating, x, *parameters):
        ctx.f, ctx.accumulating, ctx.parameters = f, accumulating, parameters
        ctx.save_for_backward(x)
        return f(x)

    @staticmethod
    def backward(ctx, *grad_outputs):
        (x,) = ctx.saved_tensors
        with torch.enable_grad():
            x = x.detach().requires_grad_()
            y = ctx.f(x)
        if ctx.accumulating:
            torch.autograd.backward(y, grad_outputs[0])
            return None, None, x.grad, *(None for _ in ctx.parameters)
        gradients = torch.autograd.grad(y, (x, *ctx.parameters), grad_outputs[0])
        return None, None, *gradients


def test_an_adjoint_method_is_one_use():
    model = small()
    x = X.clone().requires_grad_()
    with trace(model) as t:
        Adjoint.apply(model, x, *model.parameters()).pow(2).sum().backward()
    assert labels(t, "0.weight") == [(None, None, "adjoint")]
    assert_adds_up(t, model)
    expected = small()
    y = X
    for _ in range(Adjoint.STEPS):
        y = y + Adjoint.LENGTH * expected(y)
    y.pow(2).sum().backward()
    torch.testing.assert_close(t.sum("0.weight"), expected[0].weight.grad)


@pytest.mark.parametrize("accumulating", [False, True])
@pytest.mark.parametrize("reduce", [None, "norm"])
def test_a_checkpoint_written_by_hand(accumulating, reduce):
    model = small()
    h = X.clone().requires_grad_()
    with trace(model, reduce=reduce) as t:
        for _ in range(3):
            h = Recomputed.apply(model, accumulating, h, *model.parameters())
        model(h).pow(2).sum().backward()
    operation = "addmm" if accumulating else "recomputed"
    assert [op for _, _, op in labels(t, "0.weight")] == ["addmm"] + [operation] * 3
    if reduce is None:
        assert_adds_up(t, model)


def test_a_hook_that_differentiates_something_else():
    model = small()

    @torch.enable_grad()
    def differentiate(_: Tensor) -> None:
        torch.autograd.grad(model(X).sum(), model[0].weight)

    with trace(model) as t:
        h = model(X)
        h.register_hook(differentiate)
        model(h).sum().backward()
    assert len(t.uses("0.weight")) == 2
    assert_adds_up(t, model)


def test_a_run_within_a_run_that_hands_its_gradients_over():
    model = small()
    x = X.clone().requires_grad_()
    with trace(model) as t:
        y = Adjoint.apply(model, x, *model.parameters()).sum()
        (gradient,) = torch.autograd.grad(y, model[0].weight)
    assert len(t.uses("0.weight")) == 1
    assert same(t.sum("0.weight"), gradient)


def test_the_inner_gradient_of_maml_is_a_term_of_the_outer_one():
    model = small()

    def outer_loss() -> Tensor:
        parameters = dict(model.named_parameters())
        inner = torch.autograd.grad(
            model(X).pow(2).sum(), [*parameters.values()], create_graph=True
        )
        fast = {name: p - 0.1 * g for (name, p), g in zip(parameters.items(), inner, strict=True)}
        return functional_call(model, fast, (2 * X,)).pow(2).sum()

    with trace(model) as t:
        outer_loss().backward()
    assert_adds_up(t, model)
    # the step itself subtracts from the weight; the inner loss and its backward pass use it
    assert sorted(op for _, _, op in labels(t, "0.weight")) == ["addmm", "sub"]
    (expected,) = torch.autograd.grad(outer_loss(), model[0].weight)
    assert same(t.sum("0.weight"), expected)


def test_the_inner_gradient_alone():
    model = small()
    with trace(model) as t:
        (gradient,) = torch.autograd.grad(model(model(X)).sum(), model[0].weight, create_graph=True)
    assert [call for _, call, _ in labels(t, "0.weight")] == [1, 0]
    assert same(t.sum("0.weight"), gradient)


@pytest.mark.parametrize("first", ["grad", "backward"])
def test_what_is_handed_over_beside_a_backward_pass_is_left_out(first):
    model = small()
    runs = {
        "grad": lambda: torch.autograd.grad(model(model(X)).sum(), [*model.parameters()]),
        "backward": lambda: model(3 * X).sum().backward(),
    }
    with trace(model, min_uses=1) as t:
        for name in sorted(runs, reverse=first == "grad"):
            runs[name]()
    assert len(t.uses("0.weight")) == 1
    assert_adds_up(t, model)


def test_a_gradient_that_is_handed_over_and_reaches_no_parameter_hides_nothing():
    model, critic = small(), small()
    with trace(model) as t:
        (gradient,) = torch.autograd.grad(model(X).sum(), model[0].weight)
        critic(X).sum().backward()
    assert same(t.sum("0.weight"), gradient)


def test_parameters_that_only_the_inner_run_reaches_have_no_gradient():
    model: Any = nn.Sequential(small(), small())
    with trace(model) as t:
        torch.autograd.grad(model(X).sum(), model[1][0].weight)
        model[0](X).sum().backward()
    assert t.uses("1.0.weight") == () and t.sum("1.0.weight") is None
    assert t.names == ("0.0.weight", "0.0.bias")


@pytest.mark.parametrize("use_reentrant", [False, True])
def test_checkpoints_of_the_library_count_as_before(use_reentrant):
    model: Any = Formula(lambda w, x: w)
    x = torch.ones(3, 3, requires_grad=True)
    with trace(model) as t:
        y = checkpoint(lambda x: x @ model.w, x, use_reentrant=use_reentrant)
        (y @ model.w).sum().backward()
    assert len(t.uses("w")) == 2
    assert_adds_up(t, model)
