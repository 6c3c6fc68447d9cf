"""Source S0 on what sharing saves: parameters, and no arithmetic."""

from fractions import Fraction
from typing import Any

import pytest
import torch
from torch import nn

from tying.layers import Bias, LocallyConnected2d, count_flops, count_layers
from tying.ledger import ledger

OUTPUTS, WINDOW = 28 * 28 * 8, 5 * 5 * 3


@pytest.fixture
def image() -> torch.Tensor:
    return torch.randn(1, 3, 32, 32)


@pytest.fixture
def local() -> LocallyConnected2d:
    return LocallyConnected2d((32, 32), 3, 8, 5)


@pytest.mark.claim("S0-05")
def test_windows_of_five_fit_28_times_along_32_pixels_only_without_padding(image, local):
    assert len([start for start in range(32) if start + 5 <= 32]) == 28
    assert nn.Conv2d(3, 8, 5)(image).shape == local(image).shape == (1, 8, 28, 28)
    assert nn.Conv2d(3, 8, 5, padding=2)(image).shape == (1, 8, 32, 32)


@pytest.mark.claim("S0-06")
def test_the_locally_connected_layer_has_476672_parameters(local):
    assert local.weight.numel() == OUTPUTS * WINDOW == 470_400
    assert local.bias.numel() == OUTPUTS == 6_272
    assert ledger(local).stored == 470_400 + 6_272 == 476_672
    assert count_layers(32, 32, 3, 8, kernel=5).local.parameters == 476_672


@pytest.mark.claim("S0-06")
def test_no_two_outputs_of_the_locally_connected_layer_share_a_parameter(local):
    """476672 would be the wrong count of a layer in which some outputs owned nothing."""
    owned = torch.zeros_like(local.weight), torch.zeros_like(local.bias)
    x = torch.rand(1, 3, 32, 32) + 1
    for channel in range(8):
        for place in ((0, 0), (0, 1), (13, 5), (27, 27)):
            local.zero_grad()
            local(x)[0, channel, *place].backward()
            for seen, parameter in zip(owned, (local.weight, local.bias), strict=True):
                seen += parameter.grad != 0
    assert [int(seen.sum()) for seen in owned] == [8 * 4 * WINDOW, 8 * 4]
    assert max(int(seen.max()) for seen in owned) == 1


@pytest.mark.claim("S0-07")
def test_the_convolution_has_608_parameters():
    conv: Any = nn.Conv2d(3, 8, 5)
    assert (conv.weight.numel(), conv.bias.numel()) == (8 * WINDOW, 8) == (600, 8)
    assert ledger(conv).stored == 608
    assert count_layers(32, 32, 3, 8, kernel=5).convolution.parameters == 608


@pytest.mark.claim("S0-08", "S4-12")
@pytest.mark.parametrize(
    "bias, ratio",
    [
        ("output", Fraction(1, 28 * 28)),
        ("none", Fraction(1, 28 * 28)),
        ("channel", Fraction(600 + 8, 470_400 + 8)),
    ],
)
def test_the_ratio_is_one_over_the_places_unless_the_channels_share_their_biases(
    bias: Bias, ratio: Fraction
):
    conv = nn.Conv2d(3, 8, 5, bias=bias != "none")
    local = LocallyConnected2d((32, 32), 3, 8, 5, bias=bias)
    assert Fraction(ledger(conv).stored, ledger(local).stored) == ratio
    assert count_layers(32, 32, 3, 8, kernel=5, bias=bias).ratio == ratio
    assert (ratio.numerator == 1) == (bias != "channel")


@pytest.mark.claim("S0-08")
@pytest.mark.parametrize("stride, padding, places", [(1, 0, 7 * 9), (2, 1, 5 * 6), (3, 2, 4 * 5)])
def test_the_ratio_counts_the_places_of_the_output_and_not_of_the_input(stride, padding, places):
    counts = count_layers(9, 11, 2, 5, kernel=3, stride=stride, padding=padding)
    image = torch.zeros(1, 2, 9, 11)
    assert nn.Conv2d(2, 5, 3, stride, padding)(image)[0, 0].numel() == places
    assert counts.ratio == Fraction(1, places) != Fraction(1, 9 * 11)


@pytest.mark.claim("S0-09", "S0-10", "S4-06", "S4-07", "S4-12")
def test_sharing_changes_no_arithmetic_of_the_forward_pass(image, local):
    conv = nn.Conv2d(3, 8, 5)
    multiply_adds = OUTPUTS * WINDOW
    assert multiply_adds == 470_400
    assert count_flops(conv, image) == count_flops(local, image) == 2 * multiply_adds
    counts = count_layers(32, 32, 3, 8, kernel=5)
    assert counts.convolution.macs == counts.local.macs == multiply_adds


@pytest.mark.claim("S0-10", "S4-06")
def test_sharing_changes_no_arithmetic_of_the_backward_pass(image, local, flops_of):
    """A product for the gradient of the input and one for that of the weight, tied or not."""
    x = image.requires_grad_()
    for layer in (nn.Conv2d(3, 8, 5), local):
        assert flops_of(lambda layer=layer: layer(x).sum().backward()) == 3 * 2 * OUTPUTS * WINDOW


@pytest.mark.claim("S0-10")
def test_locality_saves_the_arithmetic_of_the_dense_layer():
    dense = nn.Linear(32 * 32 * 3, OUTPUTS, device="meta")
    x = torch.empty(1, 32 * 32 * 3, device="meta")
    assert count_flops(dense, x) == 2 * (32 * 32 * 3) * OUTPUTS
    counts = count_layers(32, 32, 3, 8, kernel=5)
    factor = Fraction(32 * 32 * 3, WINDOW)  # 40.96: a window holds 75 of 3072 inputs
    assert Fraction(counts.dense.macs, counts.local.macs) == factor
    assert Fraction(counts.dense.weights, counts.local.weights) == factor
    assert Fraction(counts.local.macs, counts.convolution.macs) == 1


def winograd(image: torch.Tensor, kernel: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """A 3 x 3 kernel on an image of even sides, by tiles of four outputs; output and products.

    The matrices are those of Lavin and Gray (2016), section 4.1, for F(2 x 2, 3 x 3).
    """
    B = torch.tensor([[1.0, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])
    G = torch.tensor([[1.0, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
    A = torch.tensor([[1.0, 1, 1, 0], [0, 1, -1, -1]])
    transformed = G @ kernel @ G.T  # once, for all tiles
    output = torch.empty(image.shape[0] - 2, image.shape[1] - 2)
    products = []
    for i in range(0, output.shape[0], 2):
        for j in range(0, output.shape[1], 2):
            products.append(transformed * (B @ image[i : i + 4, j : j + 4] @ B.T))
            output[i : i + 2, j : j + 2] = A @ products[-1] @ A.T
    return output, products


@pytest.mark.claim("S0-10", "S4-07", "S4-12")
def test_winograds_method_takes_16_products_of_one_kernel_where_direct_computation_takes_36():
    image, kernel = torch.randn(8, 10), torch.randn(3, 3)
    output, products = winograd(image, kernel)
    direct = torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0]
    torch.testing.assert_close(output, direct, rtol=1e-12, atol=1e-12)
    assert sum(one.numel() for one in products) == 16 * direct.numel() // 4
    assert kernel.numel() * direct.numel() == 36 * direct.numel() // 4


def products_of_a_tile(shared: bool) -> torch.Tensor:
    """Which output holds which weight times which pixel: four outputs, weights, 16 pixels."""
    weights = 9 if shared else 36
    table = torch.zeros(4, weights, 16)
    for output in range(4):
        for weight in range(9):
            row, column = output // 2 + weight // 3, output % 2 + weight % 3
            table[output, weight + (0 if shared else 9 * output), 4 * row + column] = 1
    return table


@pytest.mark.claim("S0-10", "S4-07", "S4-12")
def test_without_sharing_no_bilinear_method_takes_fewer_than_36_products():
    """Of r products, each of a sum of weights and a sum of pixels, the outputs make a table.

    Its rank along any of the three sides is at most r.
    """
    untied, shared = products_of_a_tile(shared=False), products_of_a_tile(shared=True)
    assert torch.linalg.matrix_rank(untied.transpose(0, 1).flatten(1)) == 36
    assert torch.linalg.matrix_rank(shared.transpose(0, 1).flatten(1)) == 9
    assert torch.linalg.matrix_rank(shared.permute(2, 0, 1).flatten(1)) == 16


@pytest.mark.claim("S0-10")
def test_the_fourier_transform_diagonalises_one_kernel_at_all_places_and_no_untied_layer():
    """On a ring of 12 pixels a kernel becomes 12 products in place of 12 times its size."""
    ring = torch.eye(12)
    weights = torch.randn(12, 12)
    shared = sum((weights[0, n] * ring.roll(n, 1) for n in range(12)), torch.zeros(12, 12))
    fourier = torch.fft.fft(ring.to(torch.complex128)) / 12**0.5

    def off_diagonal(matrix: torch.Tensor) -> float:
        transformed = fourier @ matrix.to(torch.complex128) @ fourier.conj().T
        return float((transformed - transformed.diagonal().diag()).abs().max())

    assert off_diagonal(shared) < 1e-12
    assert off_diagonal(weights) > 0.1


@pytest.mark.claim("S0-10", "S4-06")
def test_what_shrinks_is_the_optimiser():
    """Adam keeps two numbers for each parameter, and it steps every parameter once."""
    for layer, count in (
        (nn.Conv2d(3, 8, 5), 608),
        (LocallyConnected2d((32, 32), 3, 8, 5), 476_672),
    ):
        optimiser = torch.optim.Adam(layer.parameters())
        layer(torch.randn(1, 3, 32, 32)).square().sum().backward()
        optimiser.step()
        state = [v for s in optimiser.state.values() for v in s.values() if v.ndim]
        assert sum(v.numel() for v in state) == 2 * count


@pytest.mark.claim("S0-01", "S0-10", "S4-13")
def test_a_locally_connected_layer_filled_with_one_kernel_is_the_convolution(image):
    conv = nn.Conv2d(3, 8, 5)
    twin: Any = LocallyConnected2d.from_convolution(conv, (32, 32))
    assert (ledger(conv).stored, ledger(twin).stored) == (608, 476_672)
    torch.testing.assert_close(twin(image), conv(image), rtol=1e-12, atol=1e-12)
    with torch.no_grad():
        twin.weight[0, 0, 0] += 1  # no convolution does this: one output alone moves
    assert ((twin(image) - conv(image)).abs() > 1e-6).sum() == 1


def saved_activations(model: nn.Module, x: torch.Tensor) -> int:
    """Numbers that the graph keeps for the backward pass, parameters left out."""
    parameters = {p.untyped_storage().data_ptr() for p in model.parameters()}
    saved = {}

    def keep(t: torch.Tensor) -> torch.Tensor:
        if t.untyped_storage().data_ptr() not in parameters:
            saved[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes() // t.itemsize
        return t

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t):
        output = model(x)
    assert output.requires_grad
    return sum(saved.values())


@pytest.mark.claim("S0-02", "S0-11", "S1-07")
def test_sharing_saves_parameters_gradients_and_state_and_no_activation_or_arithmetic():
    def deep(layers: list[nn.Linear]) -> nn.Sequential:
        return nn.Sequential(*(part for layer in layers for part in (layer, nn.Tanh())))

    separate = deep([nn.Linear(64, 64) for _ in range(6)])
    shared = deep([nn.Linear(64, 64)] * 6)
    x = torch.randn(512, 64)
    assert ledger(separate).stored == 6 * (64 * 64 + 64) == 24_960
    assert ledger(shared).stored == 64 * 64 + 64 == 4_160
    # The graph keeps the input and the six outputs of Tanh, each 512 x 64.
    assert saved_activations(separate, x) == saved_activations(shared, x) == 7 * 512 * 64
    assert count_flops(separate, x) == count_flops(shared, x) == 6 * 2 * 512 * 64 * 64

    for model in (separate, shared):
        optimiser = torch.optim.Adam(model.parameters())
        model(x).square().sum().backward()
        optimiser.step()
        gradients = sum(p.grad.numel() for p in model.parameters() if p.grad is not None)
        state = [v for s in optimiser.state.values() for v in s.values() if v.ndim]
        assert gradients == ledger(model).stored
        assert sum(v.numel() for v in state) == 2 * ledger(model).stored
