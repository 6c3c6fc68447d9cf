"""Time steps of recurrent layers, against the fused layer and against cells with weights apart."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence
from torch.utils._pytree import tree_leaves

from tying.ledger import count_uses
from tying.trace import Use, rnn_steps, trace, unfused

CELLS: dict[Any, Any] = {
    nn.LSTM: torch.lstm_cell,
    nn.GRU: torch.gru_cell,
    nn.RNN: torch.rnn_tanh_cell,
}
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
STEPS, BATCH, INPUT, HIDDEN = 5, 3, 2, 4


pytestmark = pytest.mark.usefixtures("doubles")


def in_time(uses: tuple[Use, ...], name: str) -> Tensor:
    """The contributions by time step."""
    grads = [use.grad for use in uses]
    return torch.stack(grads if name.endswith("_reverse") else grads[::-1])


def loss_of(result: Any) -> Tensor:
    """A number that everything a layer returns has a part in."""
    leaves = [leaf for leaf in tree_leaves(result) if isinstance(leaf, Tensor)]
    return sum(((k + 1) * leaf.sin().sum() for k, leaf in enumerate(leaves)), torch.zeros(()))


@st.composite
def layers(draw: st.DrawFn) -> tuple[nn.RNNBase, Any]:
    """A recurrent layer with any settings, and what to call it with."""
    kind = draw(st.sampled_from([nn.LSTM, nn.GRU, nn.RNN]))
    options: dict[str, Any] = {
        name: draw(st.booleans()) for name in ("bidirectional", "batch_first", "bias")
    }
    if kind is nn.RNN:
        options["nonlinearity"] = draw(st.sampled_from(["tanh", "relu"]))
    count = draw(st.integers(1, 3))
    layer = kind(INPUT, HIDDEN, count, **options)
    lengths = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    form = draw(st.sampled_from(["batch", "one", "packed"]))
    shape = {"batch": (len(lengths),), "one": (), "packed": (len(lengths),)}[form]
    if form == "packed":
        x = pack_sequence([torch.randn(n, INPUT) for n in lengths], enforce_sorted=False)
    elif options["batch_first"]:
        x = torch.randn(*shape, lengths[0], INPUT)
    else:
        x = torch.randn(lengths[0], *shape, INPUT)
    rows = count * (1 + options["bidirectional"])
    h, c = torch.randn(2, rows, *shape, HIDDEN)
    state = draw(st.sampled_from([None, (h, c) if kind is nn.LSTM else h]))
    return layer, (x, state)


@settings(deadline=None, max_examples=80)
@given(layers())
def test_an_unfused_layer_is_the_fused_one_and_its_steps_sum_to_the_gradient_in_every_setting(
    example,
):
    layer, args = example
    expected = layer(*args)
    loss_of(expected).backward()
    fused = {name: p.grad for name, p in layer.named_parameters()}
    layer.zero_grad()
    with rnn_steps(layer) as t, rnn_steps(layer, reduce="norm") as norms:
        result = layer(*args)
        loss_of(result).backward()
    for mine, theirs in zip(*map(tree_leaves, (result, expected)), strict=True):
        torch.testing.assert_close(mine, theirs)
    packed = isinstance(args[0], PackedSequence)
    steps = (
        len(args[0].batch_sizes)
        if packed
        else args[0].shape[int(layer.batch_first and args[0].dim() == 3)]
    )
    for name, gradient in fused.items():
        uses = t.uses(name)
        assert len(uses) == steps
        torch.testing.assert_close(sum(use.grad for use in uses), gradient)
        torch.testing.assert_close(norms.norms(name), t.norms(name))


def test_a_thousand_steps_sum_to_the_gradient_of_the_fused_layer():
    layer, x, steps = nn.LSTM(3, 4), torch.randn(1000, 2, 3), 1000
    layer(x)[0].square().mean().backward()
    fused = {name: p.grad for name, p in layer.named_parameters()}
    layer.zero_grad()
    with rnn_steps(layer) as t:
        layer(x)[0].square().mean().backward()
    for name, parameter in layer.named_parameters():
        assert [use.op for use in t.uses(name)] == [t.uses(name)[0].op] * steps
        torch.testing.assert_close(parameter.grad, fused[name])
        total = t.sum(name)
        assert total is not None and parameter.grad is not None
        assert torch.equal(total, parameter.grad)


@pytest.mark.parametrize("kind", CELLS)
def test_four_times_the_steps_take_four_times_the_calls(kind):
    layer = kind(3, 4)

    def calls(steps: int) -> int:
        """The functions, of Python and of C, that are called in a traced step of training."""
        x, seen = torch.randn(steps, 2, 3), 0

        def count(frame: FrameType, event: str, arg: Any) -> None:
            nonlocal seen
            seen += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            with rnn_steps(layer, reduce="norm"):
                layer(x)[0].square().mean().backward()
        finally:
            sys.setprofile(None)
        return seen

    calls(10)  # what is imported or made once
    assert calls(400) < 4.2 * calls(100)


@pytest.mark.parametrize("kind", CELLS)
def test_every_step_gets_what_a_cell_gets_whose_weights_are_its_own(kind):
    layer = kind(INPUT, HIDDEN, num_layers=2, bidirectional=True)
    x, copies = torch.randn(STEPS, BATCH, INPUT), {}
    xs = list(x)
    for k in range(2):
        outputs = []
        for suffix, order in (("", range(STEPS)), ("_reverse", reversed(range(STEPS)))):
            h, ys = torch.zeros(BATCH, HIDDEN), {}
            c = h
            for t in order:
                names = [
                    f"{n}_l{k}{suffix}" for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
                ]
                own = [getattr(layer, n).detach().clone().requires_grad_() for n in names]
                copies |= {(n, t): copy for n, copy in zip(names, own, strict=True)}
                if kind is nn.LSTM:
                    h, c = torch.lstm_cell(xs[t], (h, c), *own)
                else:
                    h = CELLS[kind](xs[t], h, *own)
                ys[t] = h
            outputs.append([ys[t] for t in range(STEPS)])
        xs = [torch.cat(pair, -1) for pair in zip(*outputs, strict=True)]
    loss_of(torch.stack(xs)).backward()
    model = nn.ModuleDict({"rnn": layer})
    with rnn_steps(model) as t:
        loss_of(layer(x)[0]).backward()
    for name in t.names:
        expected = [copies[name.removeprefix("rnn."), step].grad for step in range(STEPS)]
        torch.testing.assert_close(in_time(t.uses(name), name), torch.stack(expected))


def test_a_trace_inside_unfused_sees_the_steps_that_fusion_hides():
    model = nn.Sequential(nn.LSTM(INPUT, HIDDEN).float())
    x = torch.randn(STEPS, BATCH, INPUT).float()
    assert count_uses(model, x).uses["0.weight_ih_l0"] == 1
    with unfused(), trace(model) as t:
        model(x)[0].sum().backward()
    assert all(len(t.uses(name)) == STEPS for name in t.names)
    assert {(use.module, use.call, use.op) for use in t.uses("0.weight_hh_l0")} == {
        ("0", 0, "addmm")
    }
    for name, p in model.named_parameters():
        total = t.sum(name)
        assert total is not None and p.grad is not None and torch.equal(total, p.grad), name


def test_calls_of_one_layer_are_told_apart():
    layer = nn.GRU(INPUT, HIDDEN)
    with rnn_steps(layer) as t:
        _, h = layer(torch.randn(2, 1, INPUT))
        loss_of(layer(torch.randn(3, 1, INPUT), h)).backward()
    assert [use.call for use in t.uses("weight_ih_l0")] == [1, 1, 1, 0, 0]


def test_the_first_step_has_no_part_in_the_recurrent_weight_when_the_state_begins_with_zeros():
    layer = nn.RNN(INPUT, HIDDEN)
    with rnn_steps(layer, reduce="norm") as t:
        layer(torch.randn(STEPS, BATCH, INPUT))[1].sum().backward()
    norms = t.norms("weight_hh_l0")
    assert norms[-1] == 0 and (norms[:-1] > 0).all()


@pytest.mark.parametrize("training", [True, False])
def test_dropout_between_layers_drops_its_share_in_training_only(training):
    layer = nn.RNN(1, 200, 2, dropout=0.4, nonlinearity="relu", bias=False).train(training)
    with torch.no_grad():
        for name, weight in layer.named_parameters():  # the second layer passes the first one on
            weight.fill_(1.0) if name == "weight_ih_l0" else weight.zero_()
        layer.get_parameter("weight_ih_l1").copy_(torch.eye(200))
        with unfused():
            y, _ = layer(torch.ones(3, 4, 1))
    dropped = y == 0
    assert (y[~dropped] == (1 / 0.6 if training else 1.0)).all()
    spread = (0.4 * 0.6 / y.numel()) ** 0.5
    assert abs(dropped.double().mean() - 0.4 * training) <= 4 * spread * training


@pytest.mark.filterwarnings("ignore:Using `torch.compile:UserWarning")
def test_a_compiled_layer_is_unfused_too():
    layer = nn.GRU(INPUT, HIDDEN)
    compiled, x = torch.compile(layer, backend="eager"), torch.randn(STEPS, BATCH, INPUT)
    compiled(x)
    with rnn_steps(layer) as t:
        compiled(x)[0].sum().backward()
    assert len(t.uses("weight_ih_l0")) == STEPS


def test_afterwards_layers_are_fused_again():
    layer = nn.LSTM(INPUT, HIDDEN)
    x = torch.randn(STEPS, BATCH, INPUT)
    with unfused():
        pass
    with trace(layer) as t:
        layer(x)[0].sum().backward()
    assert len(t.uses("weight_ih_l0")) == 1


def test_models_without_recurrent_layers_projections_and_a_missing_backward_are_refused():
    with pytest.raises(TypeError, match="call the class"):
        rnn_steps(nn.LSTM).__enter__()  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"no nn\.RNN, nn\.GRU or nn\.LSTM in Linear"):
        rnn_steps(nn.Linear(2, 2)).__enter__()
    projected = nn.LSTM(INPUT, HIDDEN, proj_size=2)
    with unfused(), pytest.raises(ValueError, match=r"a projection \(proj_size\) cannot"):
        projected(torch.ones(STEPS, BATCH, INPUT))
    layer = nn.LSTM(INPUT, HIDDEN)
    with rnn_steps(layer) as t:
        layer(torch.ones(STEPS, BATCH, INPUT))
    with pytest.raises(RuntimeError, match="no backward pass"):
        t.uses("weight_ih_l0")
