"""Places of a convolution, against autograd place by place and against the untied twin."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn.utils import parametrizations
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.checkpoint import checkpoint

from tying.layers import LocallyConnected2d
from tying.trace import Use, conv_positions, trace

CONVOLUTIONS: tuple[Any, ...] = (nn.Conv1d, nn.Conv2d, nn.Conv3d)


pytestmark = pytest.mark.usefixtures("doubles")


def stacked(uses: tuple[Use, ...]) -> Tensor:
    return torch.stack([use.grad for use in uses])


def by_autograd(conv: nn.Module, x: Tensor, g: Tensor, p: nn.Parameter) -> Tensor:
    """What ``p`` receives if the output's gradient is ``g`` at one place and 0 elsewhere."""
    received = []
    y = conv(x)
    for at in itertools.product(*map(range, g.shape[2:])):
        alone = torch.zeros_like(g)
        alone[(..., *at)] = g[(..., *at)]
        received += torch.autograd.grad(y, p, alone, retain_graph=True)
    return torch.stack(received)


@st.composite
def convolutions(draw: st.DrawFn) -> tuple[nn.Module, Tensor]:
    """A convolution with any settings, and an input that its window fits into."""
    n = draw(st.integers(1, 3))

    def sides(least: int, most: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(least, most)) for _ in range(n))

    kernel, dilation = sides(1, 3), sides(1, 2)
    padding = draw(st.sampled_from(["valid", "same", "numbers"]))
    mode = draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"]))
    groups = draw(st.sampled_from([1, 2]))
    conv = CONVOLUTIONS[n - 1](
        2,
        2 * draw(st.integers(1, 2)),
        kernel,
        stride=1 if padding == "same" else sides(1, 3),
        padding=sides(0, 2) if padding == "numbers" else padding,
        dilation=dilation,
        groups=groups,
        padding_mode=mode,
        bias=draw(st.booleans()),
    )
    return conv, torch.randn(draw(st.integers(1, 3)), 2, *sides(5, 6))


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning")
@settings(deadline=None, max_examples=60)
@given(convolutions())
def test_every_place_gets_what_autograd_finds_there_in_every_setting(example):
    conv, x = example
    with conv_positions(conv) as full, conv_positions(conv, reduce="norm") as norms:
        y = conv(x)
        y.retain_grad()
        y.sin().sum().backward()
    for name, p in conv.named_parameters():
        uses = full.uses(name)
        expected = by_autograd(conv, x, y.grad, p)
        torch.testing.assert_close(stacked(uses), expected)
        torch.testing.assert_close(sum(use.grad for use in uses), p.grad)
        for measured in (norms.norms(name), full.norms(name), stacked(norms.uses(name))):
            torch.testing.assert_close(measured, expected.flatten(1).norm(dim=1))


@pytest.mark.parametrize("case", [(7, 6, 2, 5, 3, 1, 0), (9, 8, 1, 4, 3, 2, 1)])
def test_every_place_gets_what_the_untied_twin_gets_there(case):
    height, width, *settings_of_window = case
    model = nn.Sequential(nn.Conv2d(*settings_of_window), nn.Tanh())
    twin = LocallyConnected2d.from_convolution(model[0], (height, width))  # type: ignore[arg-type]
    image = torch.randn(4, case[2], height, width)
    with conv_positions(model, "0") as p:
        model(image).square().sum().backward()
    twin(image).tanh().square().sum().backward()
    assert twin.bias is not None
    torch.testing.assert_close(stacked(p.uses("0.weight")).flatten(2), twin.weight.grad)
    torch.testing.assert_close(stacked(p.uses("0.bias")), twin.bias.grad)


def test_uses_are_labelled_by_slot_layer_call_and_place():
    model = nn.Sequential(nn.Conv2d(1, 1, 2))
    with conv_positions(model, "0") as p:
        model(torch.ones(1, 1, 3, 3)).sum().backward()
    uses = p.uses("0.weight")
    assert [use.op for use in uses] == [f"conv2d[{i}, {j}]" for i in (0, 1) for j in (0, 1)]
    assert {(use.parameter, use.module, use.call) for use in uses} == {("0.weight", "0", 0)}
    assert all(torch.equal(use.grad, torch.ones(1, 1, 2, 2)) for use in uses)


def test_a_layer_called_twice_has_places_of_both_calls_and_agrees_with_the_trace():
    class Siamese(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.norm = nn.Conv1d(2, 3, 3), nn.BatchNorm1d(3)

        def forward(self, a: Tensor, b: Tensor) -> Tensor:
            return (self.norm(self.conv(a)) * self.norm(self.conv(input=b))).sum()

    model = Siamese()
    with conv_positions(model, "conv") as p, trace(model) as t:
        model(torch.randn(4, 2, 5), torch.randn(4, 2, 5)).backward()
    places = p.uses("conv.weight")
    assert len(places) == 2 * 3
    for call in t.uses("conv.weight"):
        own = [place.grad for place in places if place.call == call.call]
        torch.testing.assert_close(sum(own), call.grad)


@pytest.mark.parametrize("reentrant", [True, False])
def test_checkpoints_and_operations_in_place_change_nothing(reentrant):
    conv = nn.Conv2d(2, 3, 3)
    model = nn.Sequential(conv, nn.ReLU(inplace=True))
    x = torch.randn(2, 2, 5, 5, requires_grad=True)
    with conv_positions(model, "0") as p:
        y = checkpoint(model, x, use_reentrant=reentrant)
        assert y is not None
        y.square().sum().backward()
    assert len(p.uses("0.weight")) == 9
    torch.testing.assert_close(sum(use.grad for use in p.uses("0.weight")), conv.weight.grad)


def test_complex_numbers_are_conjugated_where_autograd_does_it():
    conv, x = nn.Conv1d(2, 3, 2, dtype=torch.cdouble), torch.randn(3, 2, 4, dtype=torch.cdouble)
    with conv_positions(conv) as full, conv_positions(conv, reduce="norm") as norms:
        conv(x).sin().abs().sum().backward()
    for name, p in conv.named_parameters():
        torch.testing.assert_close(sum(use.grad for use in full.uses(name)), p.grad)
        torch.testing.assert_close(norms.norms(name), full.norms(name))


def test_an_image_without_a_batch_is_a_batch_of_one():
    conv = nn.Conv2d(2, 3, 3)
    with conv_positions(conv) as p:
        conv(torch.randn(2, 5, 4)).sin().sum().backward()
    assert len(p.uses("weight")) == 6
    torch.testing.assert_close(sum(use.grad for use in p.uses("weight")), conv.weight.grad)


def test_norms_never_hold_the_large_tensor():
    conv, x = nn.Conv2d(32, 64, 3), torch.randn(2, 32, 12, 12)
    large = 100 * conv.weight.numel()  # one kernel for each of 10 x 10 places

    def largest(reduce: str | None) -> int:
        sizes = []

        class Sizes(TorchDispatchMode):
            def __torch_dispatch__(self, func, types, args=(), kwargs=None):
                result = func(*args, **(kwargs or {}))
                leaves = tree_leaves(result)
                sizes.extend(t.untyped_storage().nbytes() for t in leaves if isinstance(t, Tensor))
                return result

        with conv_positions(conv, reduce=reduce), Sizes():  # type: ignore[arg-type]
            conv(x).sum().backward()
        return max(sizes) // 8

    assert largest(None) == large and largest("norm") < large // 10


def test_under_autocast_the_places_sum_to_the_gradient_to_the_rounding_of_bfloat16():
    conv, x = nn.Conv2d(2, 3, 3).float(), torch.randn(2, 2, 6, 6).float()
    with conv_positions(conv) as p, torch.autocast("cpu", torch.bfloat16):
        conv(x).square().mean().backward()
    total = sum(use.grad for use in p.uses("weight"))
    assert isinstance(total, Tensor) and total.dtype is torch.float32
    torch.testing.assert_close(total, conv.weight.grad, rtol=0.02, atol=0.02)


def test_a_frozen_weight_receives_nothing_and_its_bias_does():
    conv = nn.Conv2d(1, 1, 2)
    conv.weight.requires_grad_(False)
    with conv_positions(conv) as p:
        conv(torch.ones(3, 1, 3, 3)).sum().backward()
    assert [float(use.grad) for use in p.uses("bias")] == [3.0] * 4
    with pytest.raises(ValueError, match=r"no gradient arrived at 'weight', only at \['bias'\]"):
        p.uses("weight")


def test_a_warm_compiled_model_runs_eagerly():
    model = nn.Sequential(nn.Conv1d(1, 2, 3), nn.ReLU())
    compiled, x = torch.compile(model, backend="eager"), torch.ones(1, 1, 6)
    compiled(x)
    with conv_positions(model, "0") as p:
        compiled(x).sum().backward()
    assert len(p.uses("0.weight")) == 4


def test_afterwards_the_model_is_as_before():
    conv = nn.Conv1d(1, 1, 2)
    with conv_positions(conv) as p:
        late = conv(torch.ones(1, 1, 4)).sum()
    late.backward()
    assert not conv._forward_hooks
    with pytest.raises(ValueError, match="run forward and backward inside the with block"):
        p.uses("weight")


@pytest.mark.parametrize("path", ["1", "2", "3", "nowhere", ""])
def test_what_is_no_plain_convolution_is_refused_with_those_there_are(path):
    model = nn.Sequential(
        nn.Conv2d(1, 1, 3),
        nn.Linear(2, 2),
        nn.ConvTranspose2d(1, 1, 3),
        parametrizations.weight_norm(nn.Conv2d(1, 1, 3)),
    )
    with pytest.raises(ValueError, match=rf"path .* one of \['0'\], got '{path}'"):
        conv_positions(model, path).__enter__()


def test_other_mistakes_are_refused():
    with pytest.raises(TypeError, match="call the class"):
        conv_positions(nn.Conv2d).__enter__()  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r'reduce must be None or "norm", got \'gram\''):
        conv_positions(nn.Conv2d(1, 1, 1), reduce="gram").__enter__()  # type: ignore[arg-type]
    conv = nn.Conv1d(1, 1, 2)
    loss = conv(torch.ones(1, 1, 4)).square().sum()
    with conv_positions(conv), pytest.raises(RuntimeError, match="create_graph=True; use a trace"):
        loss = conv(torch.ones(1, 1, 4)).square().sum()
        torch.autograd.grad(loss, conv.weight, create_graph=True)


def test_a_transposed_convolution_is_refused_by_its_kind():
    transposed = nn.ConvTranspose2d(1, 2, 3)
    wanted = "nn.Conv1d, nn.Conv2d or nn.Conv3d itself"
    with pytest.raises(
        ValueError, match=f"{wanted}.*, of which .* none, got '', a ConvTranspose2d"
    ):
        conv_positions(transposed).__enter__()
