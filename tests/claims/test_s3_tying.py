"""Source S3 on tied layers: what one object in two places does, and what it does not."""

import copy
from typing import Any

import pytest
import torch
from torch import nn

from tying.ledger import ledger
from tying.ties import NotTiedError, assert_tied, tie


def untied_copy(model: nn.Sequential) -> Any:
    """Equal values, every layer an object of its own."""
    return nn.Sequential(*(copy.deepcopy(layer) for layer in model))


@pytest.mark.claim("S3-26")
@pytest.mark.parametrize(
    "dependent", [lambda w: w.t(), lambda w: 2 * w], ids=["transposed", "scaled"]
)
def test_a_slot_cannot_hold_something_computed_from_another_parameter(dependent):
    first, second = nn.Linear(6, 6, bias=False), nn.Linear(6, 6, bias=False)
    with pytest.raises(TypeError, match="cannot assign"):
        second.weight = dependent(first.weight)
    second.weight = nn.Parameter(dependent(first.weight.detach()))
    assert second.weight is not first.weight  # accepted, and two objects again


@pytest.mark.claim("S3-26")
def test_a_transposed_tie_computes_the_second_weight_and_stores_nothing():
    model: Any = nn.Sequential(nn.Linear(6, 3, bias=False), nn.Linear(3, 6, bias=False))
    assert ledger(model).stored == 36
    tie(model, "0.weight", "1.weight", transposed=True)
    assert ledger(model).stored == 18
    with torch.no_grad():
        model[0].weight[1, 4] = 100.0
    assert model[1].weight[4, 1] == 100.0

    W, x = model[0].weight.detach(), torch.randn(5, 6)
    model(x).sum().backward()
    # y = W'W x summed over outputs and batch; by the product rule, with ones e and s = sum of x:
    e, s = torch.ones(6), x.sum(0)
    (gradient,) = (p.grad for p in model.parameters())
    torch.testing.assert_close(
        gradient, torch.outer(W @ e, s) + torch.outer(W @ s, e), rtol=1e-12, atol=1e-12
    )


@pytest.mark.claim("S3-27")
def test_the_shared_layer_stands_at_positions_2_and_4(tied):
    assert tied[2] is tied[4] and isinstance(tied[6], nn.Linear)
    assert tied(torch.randn(2, 4)).shape == (2, 1)
    assert ledger(tied).stored == (4 * 8 + 8) + (8 * 8 + 8) + (8 * 1 + 1) == 121


@pytest.mark.claim("S3-28")
def test_comparing_rows_gives_eight_values_and_does_not_prove_a_tie(tied):
    comparison = tied[2].weight.data[0] == tied[4].weight.data[0]
    assert comparison.shape == (8,) and comparison.all()

    copied = untied_copy(tied)
    assert (copied[2].weight.data[0] == copied[4].weight.data[0]).all()  # the same answer
    assert copied[2].weight is not copied[4].weight  # and no tie
    assert tied[2].weight is tied[4].weight
    assert_tied(tied, "2.weight", "4.weight")
    with pytest.raises(NotTiedError):
        assert_tied(copied, "2.weight", "4.weight")


@pytest.mark.claim("S3-29")
def test_an_edit_in_one_place_is_seen_in_the_other_until_the_layers_are_copied_singly(tied):
    whole, single = copy.deepcopy(tied), untied_copy(tied)
    for model in (tied, whole):
        model[2].weight.data[0, 0] = 100.0
        assert model[4].weight.data[0, 0] == 100.0
        assert model[2] is model[4]

    single[2].weight.data[0, 0] = 100.0
    assert single[4].weight.data[0, 0] != 100.0
    assert ledger(single).stored - ledger(whole).stored == 8 * 8 + 8 == 72


@pytest.mark.claim("S3-29")
def test_the_tied_gradient_is_the_sum_over_both_places(tied):
    single, x = untied_copy(tied), torch.randn(16, 4)
    for model in (tied, single):
        model(x).square().sum().backward()
    parts = single[2].weight.grad, single[4].weight.grad
    assert min(part.abs().max() for part in parts) > 1e-3  # neither place is idle
    torch.testing.assert_close(tied[2].weight.grad, parts[0] + parts[1], rtol=1e-12, atol=1e-12)


@pytest.mark.claim("S3-30")
def test_144_parameters_become_72(tied):
    def middle(model: nn.Sequential) -> int:
        return sum(p.numel() for p in nn.ModuleList([model[2], model[4]]).parameters())

    assert middle(untied_copy(tied)) == 2 * (8 * 8 + 8) == 144
    assert middle(tied) == 8 * 8 + 8 == 72


@pytest.mark.claim("S3-31")
def test_tying_saves_parameters_and_optimiser_state_but_no_arithmetic(tied, flops_of):
    def flops(model: nn.Sequential) -> int:
        return flops_of(lambda: model(torch.randn(16, 4)).sum().backward())

    def adam_state(model: nn.Sequential) -> int:
        optimiser = torch.optim.Adam(model.parameters())
        optimiser.step()
        return sum(s["exp_avg"].numel() + s["exp_avg_sq"].numel() for s in optimiser.state.values())

    single = untied_copy(tied)
    # Forward: a multiply and an add for each weight and example. Backward: as much for the weights,
    # and again for the inputs, except those of the first layer.
    forward = 2 * 16 * (4 * 8 + 8 * 8 + 8 * 8 + 8 * 1)
    assert flops(tied) == flops(single) == 3 * forward - 2 * 16 * 4 * 8
    assert (adam_state(tied), adam_state(single)) == (2 * 121, 2 * 193)


@pytest.mark.claim("S3-35")
def test_two_tied_layers_apply_one_map_and_yield_different_activations(tied):
    hidden = tied[1](tied[0](torch.randn(16, 4)))
    first = tied[2](hidden)
    second = tied[4](tied[3](first))
    assert (first - second).abs().max() > 0.1
    assert torch.equal(tied[2](hidden), tied[4](hidden))
