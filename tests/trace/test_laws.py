"""The law of the trace on graphs drawn at random: any reuse, any views, any order."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from tests.trace.models import assert_adds_up, same
from tying.trace import trace

VIEWS = (
    lambda w: w,
    lambda w: w.t(),
    lambda w: w.double(),
    lambda w: w.bfloat16(),
    lambda w: w.reshape(3, 3).contiguous(),
    lambda w: w.expand(2, 3, 3)[1],
    lambda w: w.reshape(9).view(3, 3),
    lambda w: w.clone(),
    lambda w: torch.stack(w.unbind(1)),
    lambda w: torch.cat(w.split([1, 2])),
    lambda w: w[:, torch.tensor([2, 0, 1])],
)
STEPS = (
    lambda h, w: h @ w,
    lambda h, w: torch.tanh(w @ h),
    lambda h, w: h * w,
    lambda h, w: h + w,
    lambda h, w: torch.nn.functional.linear(h, w, w[0]),
    lambda h, w: torch.where(h > 0, w, h),
)


class Drawn(nn.Module):
    """Two parameters; ``program`` says what is kept of them, and which of it is used how."""

    def __init__(self, program: list[tuple[int, int, int]]) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(0)
        self.a, self.b = (nn.Parameter(torch.randn(3, 3, generator=generator)) for _ in "ab")
        self.program = program

    def forward(self, h: Tensor) -> Tensor:
        kept: list[Tensor] = [self.a, self.b]
        for source, view, step in self.program:
            kept.append(VIEWS[view](kept[source % len(kept)]))
            if step < len(STEPS):
                h = STEPS[step](h, kept[-1].to(h.dtype)) / 3
        return h.pow(2).sum() + kept[-1].float().sin().sum()


program = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, len(VIEWS) - 1), st.integers(0, len(STEPS) + 1)),
    max_size=10,
)


@settings(deadline=None, max_examples=150)
@given(program)
def test_the_uses_add_up_to_the_gradient(steps):
    model = Drawn(steps)
    with trace(model) as t:
        for scale in (1.0, 0.5):
            model(scale * torch.eye(3)).backward()
    half = any(view == 3 for _, view, _ in steps)
    assert_adds_up(t, model, rounding=0.2 if half else 1e-4)


@settings(deadline=None, max_examples=50)
@given(program)
def test_a_trace_changes_nothing(steps):
    plain, traced = Drawn(steps), Drawn(steps)
    plain(torch.eye(3)).backward()
    with trace(traced, reduce="norm") as t:
        traced(torch.eye(3)).backward()
    for name in "ab":
        assert same(getattr(plain, name).grad, getattr(traced, name).grad)
        assert (getattr(plain, name).grad is None) == (t.uses(name) == ())


@settings(deadline=None, max_examples=50)
@given(program, st.integers(2, 4))
def test_no_parameter_is_passed_over_that_has_enough_uses(steps, least):
    everything, some = Drawn(steps), Drawn(steps)
    with trace(everything) as t:
        everything(torch.eye(3)).backward()
    with trace(some, min_uses=least) as chosen:
        some(torch.eye(3)).backward()
    assert chosen.names == tuple(name for name in t.names if len(t.uses(name)) >= least)
    for name in chosen.names:
        assert same(chosen.sum(name), t.sum(name))
