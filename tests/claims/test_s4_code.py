"""Source S4 on its code: a block called SharedConv, and the model that is made of three of them."""

from collections import Counter
from typing import Any

import pytest
import torch
from torch import nn

from tying.ledger import count_uses, ledger
from tying.ties import tie


class SharedConv(nn.Module):
    """As in the source."""

    def __init__(self, cin: int, cout: int, kernel_size=3, stride=1, padding=0) -> None:
        super().__init__()
        self.conv = nn.Sequential(
            # input channel * out channel
            nn.Conv2d(cin, cout, kernel_size, stride, padding),
            nn.BatchNorm2d(cout),
            nn.ReLU(),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.conv(x)


def build(padding: int = 0, features: int = 16 * 16 * 64) -> Any:
    """The model of the source, with two numbers that can be repaired."""
    return nn.Sequential(
        SharedConv(3, 16, 3, padding=padding),  # First layer with shared weight
        SharedConv(16, 32, 3, padding=padding),  # Second layer with shared weight
        SharedConv(32, 64, 3, padding=padding),  # Third layer with shared weight
        nn.MaxPool2d(2),  # Pooling over spatial dimension for efficiency
        nn.Flatten(),  # Flatten output into a vector
        nn.Linear(features, 10),  # Fully connected layer
    )


@pytest.mark.claim("S4-28", "S4-30")
def test_nothing_is_shared_between_the_blocks():
    model = build()
    blocks = [p for block in model[:3] for p in block.parameters()]
    assert len(blocks) == len({id(p) for p in blocks}) == 3 * 4  # weight and bias, twice
    assert ledger(model).tied == ledger(model).aliases == ()
    assert ledger(model).by_slot == ledger(model).stored
    with torch.no_grad():
        before = [p.clone() for p in blocks]
        model[0].conv[0].weight.zero_()
    assert [torch.equal(p, q) for p, q in zip(blocks, before, strict=True)].count(False) == 1


@pytest.mark.claim("S4-28")
def test_the_block_is_a_plain_convolution_normalisation_and_relu():
    block: Any = SharedConv(3, 16)
    plain: Any = nn.Sequential(nn.Conv2d(3, 16, 3), nn.BatchNorm2d(16), nn.ReLU())
    plain.load_state_dict(block.conv.state_dict())
    image = torch.randn(2, 3, 8, 8)
    assert torch.equal(block(image), plain(image))
    assert ledger(block).stored == (3 * 16 * 9 + 16) + 2 * 16 == ledger(plain).stored


@pytest.mark.claim("S4-29")
def test_the_first_two_arguments_are_channels_and_the_weights_are_nine_times_their_product():
    conv: Any = SharedConv(3, 16).conv[0]
    assert (conv.in_channels, conv.out_channels, conv.kernel_size) == (3, 16, (3, 3))
    assert conv.weight.shape == (16, 3, 3, 3)
    assert conv.weight.numel() == 3 * 16 * 3**2 == 432 != 3 * 16
    assert ledger(conv).stored == 432 + 16 == 448


@pytest.mark.claim("S4-30")
def test_the_three_layers_differ_in_shape_and_could_not_share():
    model = build()
    sizes = [ledger(block).stored for block in model[:3]]
    by_hand = [cout * (9 * cin + 1) + 2 * cout for cin, cout in ((3, 16), (16, 32), (32, 64))]
    assert sizes == by_hand == [480, 4704, 18624]
    with pytest.raises(ValueError, match=r"\(32, 16, 3, 3\) is not \(16, 3, 3, 3\)"):
        tie(model, "0.conv.0.weight", "1.conv.0.weight")


class Deep(nn.Module):
    """A kernel that does serve three layers; each has a normalisation of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(16, 16, 3, padding=1, bias=False)
        self.norms = nn.ModuleList(nn.BatchNorm2d(16) for _ in range(3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for norm in self.norms:
            x = torch.relu(norm(self.conv(x)))
        return x


@pytest.mark.claim("S4-30")
def test_a_layer_that_is_called_three_times_does_share():
    deep, image = Deep(), torch.randn(2, 16, 6, 6)
    uses = count_uses(deep, image)
    assert uses.uses["conv.weight"] == 3
    assert ledger(deep).stored == 16 * 16 * 9 + 3 * 2 * 16
    assert uses.by_use == 3 * (16 * 16 * 9 + 2 * 16)
    model, images = build(padding=1).to("meta"), torch.empty(2, 3, 32, 32, device="meta")
    model_uses = count_uses(model, images).uses
    assert set(model_uses.values()) == {1}  # and the model of the source does not


def fits(size: int, model: nn.Module) -> bool:
    try:
        model(torch.empty(2, 3, size, size, device="meta"))
    except RuntimeError:
        return False
    return True


@pytest.mark.claim("S4-31", "S4-17")
def test_the_head_fits_images_of_38_or_39_pixels_and_not_of_32():
    with pytest.raises(RuntimeError, match=r"2x10816 and 16384x10"):
        build()(torch.randn(2, 3, 32, 32))
    assert 64 * ((32 - 3 * 2) // 2) ** 2 == 10816
    model = build().to("meta")
    fitting = [size for size in range(8, 64) if fits(size, model)]
    assert fitting == [size for size in range(8, 64) if (size - 6) // 2 == 16] == [38, 39]


@pytest.mark.claim("S4-31")
def test_padding_1_or_a_head_of_10816_features_repairs_it():
    image = torch.randn(2, 3, 32, 32)
    assert build(padding=1)(image).shape == (2, 10)
    assert build(features=10816)(image).shape == (2, 10)


@pytest.mark.claim("S4-32")
def test_the_block_has_three_parts_and_the_convolution_applies_a_kernel_that_it_stores():
    block: Any = SharedConv(3, 16)
    assert [type(part) for part in block.conv] == [nn.Conv2d, nn.BatchNorm2d, nn.ReLU]
    kernel = block.conv[0].weight
    assert isinstance(kernel, nn.Parameter) and kernel.is_leaf  # computed from nothing
    before = kernel.clone()
    for _ in range(2):
        block(torch.randn(2, 3, 8, 8))
    assert block.conv[0].weight is kernel and torch.equal(kernel, before)


@pytest.mark.claim("S4-33")
def test_the_model_has_three_blocks_one_pooling_layer_and_one_linear_layer():
    assert Counter(type(part).__name__ for part in build()) == {
        "SharedConv": 3,
        "MaxPool2d": 1,
        "Flatten": 1,
        "Linear": 1,
    }


@pytest.mark.claim("S4-34")
def test_the_linear_layer_is_dense_and_holds_most_of_the_model():
    model = build()
    assert ledger(model[-1]).stored == 16 * 16 * 64 * 10 + 10 == 163_850
    assert ledger(model).stored == 163_850 + 480 + 4704 + 18624 == 187_658
    assert round(100 * 163_850 / 187_658, 1) == 87.3
    x = torch.randn(1, 16 * 16 * 64, requires_grad=True)
    for output in model[-1](x)[0]:
        (gradient,) = torch.autograd.grad(output, x, retain_graph=True)
        assert gradient.count_nonzero() == x.numel()


@pytest.mark.claim("S4-35")
def test_a_bias_before_batch_normalisation_does_nothing_while_training():
    block: Any = SharedConv(3, 16).conv
    image = torch.randn(4, 3, 8, 8)
    target = torch.randn(4, 16, 6, 6)
    before = block(image)
    (before - target).square().sum().backward()
    assert block[0].weight.grad.abs().max() > 1  # the loss does reach the convolution
    assert block[0].bias.grad.abs().max() < 1e-9
    with torch.no_grad():
        block[0].bias += 5
    torch.testing.assert_close(block(image), before, rtol=0, atol=1e-9)

    without: Any = nn.Sequential(nn.Conv2d(3, 16, 3, bias=False), nn.BatchNorm2d(16), nn.ReLU())
    with torch.no_grad():
        without[0].weight.copy_(block[0].weight)
    torch.testing.assert_close(without(image), before, rtol=0, atol=1e-9)


@pytest.mark.claim("S4-35")
def test_the_running_mean_absorbs_the_bias_only_once_it_has_seen_it():
    block: Any = SharedConv(3, 16).conv
    image = torch.randn(4, 3, 8, 8)
    block[1].momentum = 1.0  # keep the statistics of the last batch
    block(image)
    settled = block.eval()(image)
    with torch.no_grad():
        block[0].bias += 5
    assert (block(image) - settled).abs().max() > 1  # in evaluation the statistics are fixed
    block.train()(image)
    torch.testing.assert_close(block.eval()(image), settled, rtol=0, atol=1e-9)
