"""The law of the trace in every way to run the engine, and its errors where it cannot hold."""

import threading
import warnings
from typing import Any

import pytest
import torch
from torch import nn
from torch.autograd.variable import Variable
from torch.utils.checkpoint import checkpoint

from tests.trace.models import Formula, assert_adds_up, labels, same, summed
from tying.trace import trace

X = torch.linspace(-1, 1, 12).reshape(4, 3)


def small() -> Any:
    model = nn.Sequential(nn.Linear(3, 3), nn.Tanh())
    generator = torch.Generator().manual_seed(0)
    for parameter in model.parameters():
        parameter.data = torch.randn(parameter.shape, generator=generator)
    return model


def thrice(model: Any, x: torch.Tensor = X) -> torch.Tensor:
    return model(model(model(x))).pow(2).sum()


BACKWARDS = [("0", 2, "addmm"), ("0", 1, "addmm"), ("0", 0, "addmm")]


# --- several backward passes ---


def test_gradients_of_several_backward_passes_are_accumulated():
    model = small()
    with trace(model) as t:
        for scale in (1.0, -0.3, 7.0):
            thrice(model, scale * X).backward()
    calls = [call for _, call, _ in labels(t, "0.weight")]
    assert calls == [2, 1, 0, 5, 4, 3, 8, 7, 6]
    assert_adds_up(t, model)
    assert t.gram("0.weight").shape == (9, 9)


def test_a_gradient_that_was_there_before_stays():
    model = small()
    thrice(model, 3 * X).backward()
    before = {name: p.grad.clone() for name, p in model.named_parameters()}
    with trace(model) as t:
        thrice(model).backward()
    for name, parameter in model.named_parameters():
        assert torch.equal(parameter.grad, before[name] + summed(t, name))


def test_the_same_graph_twice():
    model = small()
    with trace(model) as t:
        loss = thrice(model)
        loss.backward(retain_graph=True)
        loss.backward()
    assert labels(t, "0.weight") == BACKWARDS * 2
    assert_adds_up(t, model)


@pytest.mark.filterwarnings("ignore:Using backward:UserWarning")
def test_contributions_can_be_differentiated():
    model: Any = Formula(lambda w, x: (w**3).sum() + (x @ w).pow(2).sum())
    with trace(model) as t:
        model().backward(create_graph=True)
    assert_adds_up(t, model)
    (second,) = torch.autograd.grad(summed(t, "w").sum(), model.w)
    # d/dw of the sums of 3w² and of 2XᵀXw
    expected = 6 * model.w + 2 * (model.x.T @ model.x).sum(0)[:, None]
    torch.testing.assert_close(second, expected)
    model.w.grad = None


def test_a_penalty_on_a_gradient_uses_the_weight_again():
    model = small()
    x = X.clone().requires_grad_()
    with trace(model) as t:
        (slope,) = torch.autograd.grad(model(x).sum(), x, create_graph=True)
        slope.pow(2).sum().backward()
    # once where the forward pass multiplies by it, once where its backward pass does
    assert set(labels(t, "0.weight")) == {("0", 0, "addmm"), (None, None, "mm")}
    assert_adds_up(t, model)


def test_autograd_grad_hands_over_the_sum():
    model = small()
    with trace(model) as t:
        (gradient,) = torch.autograd.grad(thrice(model), model[0].weight)
    assert labels(t, "0.weight") == BACKWARDS
    assert same(t.sum("0.weight"), gradient)
    assert t.names == ("0.weight",)
    assert t.uses("0.bias") == () and t.sum("0.bias") is None


class Product(torch.autograd.Function):
    """A product that computes both gradients, whether they are needed or not."""

    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b

    @staticmethod
    def backward(ctx, *grad_outputs):
        a, b = ctx.saved_tensors
        return grad_outputs[0] * b, grad_outputs[0] * a


def test_gradients_that_are_computed_and_not_returned_are_no_contributions():
    model: Any = Formula(lambda w, x: w)
    other = torch.ones(3, 3, requires_grad=True)
    with trace(model) as t:
        product = Product.apply(model.w, other).sum() + model.w.sum()
        product.backward(inputs=[other], retain_graph=True)
        assert model.w.grad is None
        with pytest.raises(RuntimeError, match="no backward pass"):
            t.uses("w")
        product.backward(inputs=[model.w])
    assert sorted(op for _, _, op in labels(t, "w")) == ["product", "sum"]
    assert_adds_up(t, model)


# --- checkpoints ---


@pytest.mark.parametrize("use_reentrant", [False, True])
def test_what_a_checkpoint_computes_again_keeps_its_label(use_reentrant):
    model = small()
    h = X.clone().requires_grad_()
    with trace(model) as t:
        for _ in range(3):
            h = checkpoint(model, h, use_reentrant=use_reentrant)
        (model(h) + h).pow(2).sum().backward()
        model(X).sum().backward()
    assert labels(t, "0.weight") == [("0", 3, "addmm"), *BACKWARDS, ("0", 4, "addmm")]
    assert_adds_up(t, model)


@pytest.mark.filterwarnings("ignore:None of the inputs have requires_grad")
@pytest.mark.parametrize("use_reentrant", [False, True])
def test_checkpoints_in_checkpoints(use_reentrant):
    model = small()
    h = X.clone().requires_grad_()

    def again(function, x):
        return checkpoint(function, x, use_reentrant=use_reentrant)

    with trace(model) as t:
        for _ in range(2):
            h = again(lambda x: again(lambda y: model(model(y)), model(x)), h)
        loss = h.pow(2).sum()
        loss.backward(retain_graph=True)
        loss.backward()
    assert labels(t, "0.weight") == [("0", call, "addmm") for call in range(5, -1, -1)] * 2
    assert_adds_up(t, model)


def test_uses_of_one_parameter_inside_and_outside_of_checkpoints():
    model = small()
    h = X.clone().requires_grad_()
    with trace(model) as t:
        h = model(h)
        h = checkpoint(model, h, use_reentrant=True)
        h = model(h)
        h = checkpoint(model, h, use_reentrant=True)
        (h.pow(2).sum() + model[0].bias.sum()).backward()
    assert labels(t, "0.weight") == [("0", call, "addmm") for call in (3, 2, 1, 0)]
    assert_adds_up(t, model)


def test_checkpoints_hide_no_uses_from_min_uses():
    model = nn.Sequential(small(), small())
    h = X.clone().requires_grad_()
    with trace(model, min_uses=2) as t:
        for _ in range(3):
            h = checkpoint(model[0], h, use_reentrant=True)
        model[1](h).sum().backward()
    assert t.names == ("0.0.weight", "0.0.bias")
    assert len(t.uses("0.0.weight")) == 3
    with pytest.raises(ValueError, match="passes it over"):
        t.uses("1.0.weight")


# --- threads, and several traces ---


def test_models_traced_in_two_threads():
    faults, barrier = [], threading.Barrier(2)

    def work() -> None:
        model = small()
        for _ in range(10):
            model.zero_grad()
            barrier.wait()
            with trace(model) as t:
                thrice(model).backward()
            if labels(t, "0.weight") != BACKWARDS or not same(t.sum("0.bias"), model[0].bias.grad):
                faults.append(labels(t, "0.weight"))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert type(Variable._execution_engine).__module__ == "torch._C"


def test_a_backward_pass_in_another_thread():
    model = small()
    with trace(model) as t:
        thread = threading.Thread(target=thrice(model).backward)
        thread.start()
        thread.join()
    assert labels(t, "0.weight") == BACKWARDS
    assert_adds_up(t, model)


def test_a_node_that_two_threads_could_have_made_has_no_module():
    model = small()
    losses = []
    with trace(model) as t:
        for _ in range(2):
            thread = threading.Thread(target=lambda: losses.append(thrice(model)))
            thread.start()
            thread.join()
        losses[0].backward()
    assert {label[2] for label in labels(t, "0.weight")} == {"addmm"}
    assert {label[:2] for label in labels(t, "0.weight")} == {(None, None)}
    assert_adds_up(t, model)


def test_traces_in_traces():
    outer, inner = small(), small()
    with trace(nn.ModuleList([outer, inner])) as all_of_it:
        with trace(inner) as part:
            thrice(inner, thrice(outer) * X).backward()
        thrice(outer).backward()
    assert labels(part, "0.weight") == BACKWARDS
    assert [label[:2] for label in labels(all_of_it, "1.0.weight")] == [
        ("1.0", 2),
        ("1.0", 1),
        ("1.0", 0),
    ]
    assert len(all_of_it.uses("0.0.weight")) == 6
    assert_adds_up(part, inner)
    assert same(all_of_it.sum("0.0.weight"), outer[0].weight.grad)


# --- compiled code, and engines other than this one ---


@pytest.fixture
def compiled():
    torch.compiler.reset()
    yield lambda function: torch.compile(function, backend="aot_eager")
    torch.compiler.reset()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("warm", [False, True])
def test_compiled_code_runs_eagerly_in_a_trace(compiled, warm):
    model = small()
    loss = compiled(lambda x: thrice(model, x))
    if warm:
        loss(X).backward()
        model.zero_grad()
    with trace(model) as t:
        loss(X).backward()
    assert labels(t, "0.weight") == BACKWARDS
    assert_adds_up(t, model)
    assert type(loss(X).grad_fn).__name__ == "CompiledFunctionBackward"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_graph_that_compiled_code_made_is_refused_before_it_runs(compiled):
    model = small()
    loss = compiled(lambda x: thrice(model, x))(X)
    with (
        trace(model),
        pytest.raises(RuntimeError, match="put the forward pass into the trace too"),
    ):
        loss.backward()
    assert model[0].weight.grad is None


def test_functional_transforms_work_on_copies():
    model = small()
    parameters = dict(model.named_parameters())

    def loss(values):
        return torch.func.functional_call(model, values, (X,)).sum()

    with trace(model) as t:
        torch.func.grad(loss)(parameters)
        with pytest.raises(RuntimeError, match=r"torch\.func works on copies"):
            t.uses("0.weight")
        model(X).sum().backward()
    assert labels(t, "0.weight") == [("0", 1, "addmm")]


def test_a_vectorised_backward_pass_is_refused():
    model = small()
    with trace(model) as t, pytest.raises(RuntimeError, match="one contribution stands for many"):
        torch.autograd.grad(model(X).sum(0), model[0].weight, torch.eye(3), is_grads_batched=True)
    with pytest.raises(RuntimeError, match="failed inside the trace"):
        t.uses("0.weight")


def test_torchscript_is_refused():
    with warnings.catch_warnings(action="ignore"):  # deprecated in newer versions
        scripted = torch.jit.script(nn.Linear(3, 3))
    with pytest.raises(TypeError, match=r"torch\.jit module cannot be seen"):
        trace(nn.Sequential(scripted))


def test_shapes_are_enough():
    model = nn.Linear(3, 3, device="meta")
    with trace(model) as t:
        model(model(torch.empty(2, 3, device="meta"))).sum().backward()
    assert [use.grad.shape for use in t.uses("weight")] == [(3, 3), (3, 3)]
    assert summed(t, "weight").is_meta and t.gram("weight").shape == (2, 2)


# --- hooks that change gradients ---


def test_hooks_of_the_parameter_come_after_the_sum():
    model = small()
    model[0].weight.register_hook(lambda gradient: 2 * gradient)
    with trace(model) as t:
        thrice(model).backward()
    assert torch.equal(2 * summed(t, "0.weight"), model[0].weight.grad)


def test_a_hook_that_writes_into_a_contribution_is_found():
    model = small()
    model[0].weight.register_hook(lambda gradient: gradient.mul_(2))
    with trace(model) as t:
        model(X).sum().backward()
    for ask in (t.uses, t.sum, t.norms):
        with pytest.raises(RuntimeError, match="changed in place after it had arrived"):
            ask("0.weight")


def test_a_hook_on_a_view_of_the_parameter_is_found():
    def formula(w, x):
        kept = w.t()
        kept.register_hook(lambda gradient: 2 * gradient)
        return (kept * kept.exp()).sum()

    model: Any = Formula(formula)
    with trace(model) as t:
        model().backward()
    for ask in (t.uses, t.sum):
        with pytest.raises(RuntimeError, match="hook that changes the gradient of the view"):
            ask("w")


def test_contributions_without_a_number_are_no_fault():
    model: Any = Formula(lambda w, x: ((kept := w.t()) * kept.sub(kept).sqrt()).sum())
    with trace(model) as t:
        model().backward()
    assert model.w.grad.isnan().all()
    assert summed(t, "w").isnan().all()


def test_gradients_that_a_hook_takes_away_at_once():
    model = small()
    sums = {}
    for name, p in model.named_parameters():

        def take(p, name=name):
            sums[name], p.grad = p.grad, None

        p.register_post_accumulate_grad_hook(take)
    with trace(model) as t:
        thrice(model).backward()
    assert all(same(t.sum(name), value) for name, value in sums.items())


def test_a_failed_backward_pass_has_no_answer():
    model = small()
    with trace(model) as t:
        h = model(X)
        h.register_hook(lambda gradient: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            model(h).sum().backward()
    with pytest.raises(RuntimeError, match="failed inside the trace"):
        t.uses("0.weight")
    model(X).sum().backward()
