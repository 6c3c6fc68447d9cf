"""Source S3 on finding parameters: by index, by name, object against value."""

from types import GeneratorType
from typing import Any

import pytest
import torch
from torch import nn

from tying.ledger import ledger


@pytest.mark.claim("S3-01")
def test_batch_norm_keeps_state_that_is_not_a_parameter():
    norm: Any = nn.BatchNorm1d(3)
    parameters, state = dict(norm.named_parameters()), norm.state_dict()
    assert set(parameters) == {"weight", "bias"}
    assert type(nn.Embedding(5, 2).weight) is nn.Parameter
    assert set(state) - set(parameters) == {"running_mean", "running_var", "num_batches_tracked"}

    norm(torch.full((4, 3), 5.0)).sum().backward()
    assert all(parameter.grad is not None for parameter in parameters.values())
    assert not norm.running_mean.requires_grad
    # Forward alone has moved the buffer: 0.9 * 0 + 0.1 * 5, with PyTorch's momentum of 0.1.
    torch.testing.assert_close(norm.running_mean, torch.full((3,), 0.5))


@pytest.mark.claim("S3-02")
def test_without_biases_a_relu_network_only_scales_and_is_silent_at_zero(plain):
    silent = nn.Sequential(nn.Linear(4, 8, bias=False), nn.ReLU(), nn.Linear(8, 1, bias=False))
    x = torch.randn(16, 4)
    torch.testing.assert_close(silent(3 * x), 3 * silent(x), rtol=1e-12, atol=1e-12)
    assert torch.equal(silent(torch.zeros(1, 4)), torch.zeros(1, 1))

    assert plain(torch.zeros(1, 4)).abs().item() > 1e-3
    assert (plain(3 * x) - 3 * plain(x)).abs().max() > 1e-3


@pytest.mark.claim("S3-03")
def test_only_layers_0_and_2_hold_parameters(plain):
    assert [i for i, layer in enumerate(plain) if list(layer.parameters())] == [0, 2]
    assert ledger(plain).stored == (4 * 8 + 8) + (8 * 1 + 1) == 49


@pytest.mark.claim("S3-04")
def test_a_printed_state_dict_shows_values_and_no_shapes(plain):
    printed = str(plain[2].state_dict())
    assert printed.startswith("OrderedDict(") and "'weight'" in printed and "'bias'" in printed
    values = [*plain[2].weight.flatten().tolist(), *plain[2].bias.tolist()]
    assert all(f"{value:.4f}" in printed for value in values)
    assert "shape" not in printed.lower() and "size" not in printed.lower()
    assert {name: tuple(value.shape) for name, value in plain[2].state_dict().items()} == {
        "weight": (1, 8),
        "bias": (1,),
    }


@pytest.mark.claim("S3-05")
def test_the_printed_bias_depends_on_the_seed_and_stays_below_the_default_bound():
    biases = []
    for seed in range(300):
        torch.manual_seed(seed)
        biases.append(nn.Linear(8, 1).bias.data)
    values = torch.stack(biases)
    bound = 8**-0.5  # 1/sqrt(fan_in)
    assert len(values.unique()) == 300
    assert values.abs().max() <= bound and values.abs().max() > 0.98 * bound
    assert 0.0887 < bound
    assert str(biases[0]).startswith("tensor([")


@pytest.mark.claim("S3-06")
def test_the_parameter_is_an_object_and_data_looks_at_the_same_storage(plain):
    bias = plain[2].bias
    assert (type(bias), type(bias.data)) == (nn.Parameter, torch.Tensor)
    assert bias.requires_grad and not bias.data.requires_grad
    plain(torch.ones(1, 4)).sum().backward()
    assert torch.equal(bias.grad, torch.ones(1)) and bias.data.grad is None

    assert bias.data.data_ptr() == bias.data_ptr()
    bias.data[0] = 7.0
    assert bias.item() == 7.0


@pytest.mark.claim("S3-07")
def test_an_edit_through_data_falsifies_the_gradient_without_a_word():
    x = torch.tensor([1.0, 2.0, 3.0])

    w: Any = nn.Parameter(torch.ones(3))
    loss = (w**2 * x).sum()
    w.data *= 10
    loss.backward()
    # The loss was computed at w = 1, where its gradient 2 w x is (2, 4, 6).
    assert torch.equal(w.grad, torch.tensor([20.0, 40.0, 60.0]))

    w = nn.Parameter(torch.ones(3))
    loss = (w**2 * x).sum()
    with torch.no_grad():
        w *= 10
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()

    w = nn.Parameter(torch.ones(3))
    with torch.no_grad():
        w *= 10
    (w**2 * x).sum().backward()
    assert torch.equal(w.grad, torch.tensor([20.0, 40.0, 60.0]))
    assert torch.equal(w.detach(), torch.full((3,), 10.0)) and not w.detach().requires_grad


@pytest.mark.claim("S3-08")
def test_named_parameters_yields_names_and_objects(plain):
    pairs = plain.named_parameters()
    assert isinstance(pairs, GeneratorType)
    parameters = dict(pairs)
    assert parameters["0.weight"] is plain[0].weight and parameters["2.bias"] is plain[2].bias
    assert all(type(parameter) is nn.Parameter for parameter in parameters.values())
    assert list(pairs) == []  # a generator is used up


@pytest.mark.claim("S3-09")
def test_names_and_shapes_are_printed_with_outputs_first(plain):
    assert [(name, tuple(parameter.shape)) for name, parameter in plain.named_parameters()] == [
        ("0.weight", (8, 4)),
        ("0.bias", (8,)),
        ("2.weight", (1, 8)),
        ("2.bias", (1,)),
    ]


@pytest.mark.claim("S3-10")
def test_named_parameters_hides_a_tie_that_the_state_dict_shows(tied):
    hidden = {"4.weight", "4.bias"}
    seen = dict(tied.named_parameters())
    everything = dict(tied.named_parameters(remove_duplicate=False))
    assert set(everything) - set(seen) == hidden
    assert set(tied.state_dict()) == set(everything)
    assert sum(p.numel() for p in seen.values()) == 40 + 72 + 9 == 121
    assert sum(p.numel() for p in everything.values()) == 40 + 2 * 72 + 9 == 193
    assert (ledger(tied).by_object, ledger(tied).by_slot) == (121, 193)
    assert {slot for entry in ledger(tied).tied for slot in entry.slots} == {
        "2.weight",
        "2.bias",
        *hidden,
    }
