"""Source S4 on padding and stride: coverage, sizes, borders, counts."""

from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tying.layers import count_flops, count_layers
from tying.ledger import ledger


def places(size: int, k: int = 3, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Starts of windows that fit into ``size`` pixels with their padding, counted one by one."""
    last = size + padding - dilation * (k - 1) - 1
    return len(range(-padding, last + 1, stride))


def coverage(size: int, k: int = 3, stride: int = 1, padding: int = 0) -> list[int]:
    """How many windows along one side contain each pixel, counted one by one."""
    seen = [0] * size
    for window in range(places(size, k, stride, padding)):
        for pixel in range(window * stride - padding, window * stride - padding + k):
            if 0 <= pixel < size:
                seen[pixel] += 1
    return seen


def measured(size: int, k: int = 3, stride: int = 1, padding: int = 0) -> torch.Tensor:
    """The same on an image, from PyTorch: gradient of the sum of a convolution with ones."""
    x = torch.zeros(1, 1, size, size, requires_grad=True)
    F.conv2d(x, torch.ones(1, 1, k, k), stride=stride, padding=padding).sum().backward()
    assert x.grad is not None
    return x.grad[0, 0]


@pytest.mark.claim("S4-14")
def test_without_padding_every_pixel_is_covered_and_the_border_less_often():
    assert coverage(7) == [1, 2, 3, 3, 3, 2, 1]
    assert coverage(7, padding=1) == [2, 3, 3, 3, 3, 3, 2]
    assert coverage(7, padding=2) == [3] * 7  # padding k - 1 makes it even
    for padding in range(3):
        line = torch.tensor(coverage(7, padding=padding), dtype=torch.float64)
        assert torch.equal(measured(7, padding=padding), torch.outer(line, line))
    assert measured(7).min() == 1 and measured(7, padding=1)[0, 0] == 4


@pytest.mark.claim("S4-14")
def test_what_leaves_pixels_uncovered_is_a_stride():
    assert coverage(8, stride=2) == [1, 1, 2, 1, 2, 1, 1, 0]  # the last one does not come out even
    assert coverage(7, stride=2)[-1] == 1
    assert coverage(8, stride=2, padding=1) == [1, 2, 1, 2, 1, 2, 1, 1]
    assert coverage(7, k=1, stride=2) == [1, 0, 1, 0, 1, 0, 1]  # longer than the window
    for how in ({"stride": 2}, {"stride": 2, "padding": 1}, {"k": 1, "stride": 2}):
        line = torch.tensor(coverage(8, **how), dtype=torch.float64)
        assert torch.equal(measured(8, **how), torch.outer(line, line))


@pytest.mark.claim("S4-15")
@pytest.mark.parametrize("size", [5, 7, 32])
@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("dilation", [1, 2, 3])
def test_half_of_k_minus_1_keeps_the_size_and_dilation_multiplies_it(size, k, dilation):
    image = torch.zeros(1, 1, size, size)
    padding = dilation * (k - 1) // 2
    kept = nn.Conv2d(1, 1, k, padding=padding, dilation=dilation)
    assert kept(image).shape == image.shape
    assert places(size, k, 1, padding, dilation) == size
    assert places(size, k, 1, padding + 1, dilation) == size + 2


@pytest.mark.claim("S4-15")
def test_an_even_kernel_misses_the_size_by_one():
    image = torch.zeros(1, 1, 8, 8)
    sizes = [nn.Conv2d(1, 1, 4, padding=p)(image).shape[-1] for p in range(4)]
    assert sizes == [8 + 2 * p - 3 for p in range(4)] == [5, 7, 9, 11]
    assert nn.Conv2d(1, 1, 4)(F.pad(image, (1, 2, 1, 2))).shape == image.shape  # one and a half


@pytest.mark.claim("S4-16")
def test_zeros_at_the_border_lower_the_response_there_and_other_padding_assumes_other_things():
    def summed(mode: Any, image: torch.Tensor) -> torch.Tensor:
        conv = nn.Conv2d(1, 1, 3, padding=1, padding_mode=mode, bias=False)
        nn.init.ones_(conv.weight)
        return conv(image)[0, 0].detach()

    ones = torch.ones(1, 1, 6, 6)
    line = torch.tensor([2.0, 3, 3, 3, 3, 2])
    assert torch.equal(summed("zeros", ones), torch.outer(line, line))
    assert summed("zeros", ones)[0, 0] == 4 and summed("zeros", ones)[0, 3] == 6
    for mode in ("circular", "reflect"):
        assert torch.equal(summed(mode, ones), torch.full((6, 6), 9.0))
    pixel = torch.zeros(1, 1, 6, 6)
    pixel[0, 0, 0, 3] = 1  # on the upper edge
    assert summed("circular", pixel)[5, 3] == 1 and summed("zeros", pixel)[5, 3] == 0
    below = pixel.roll(1, 2)
    assert summed("reflect", below)[0, 3] == 2 and summed("zeros", below)[0, 3] == 1  # seen twice


@pytest.mark.claim("S4-17")
def test_padding_keeps_the_size_at_stride_1_only_and_the_source_itself_does_without():
    image = torch.zeros(1, 3, 32, 32)

    def side(**how: Any) -> int:
        return nn.Conv2d(3, 4, 3, **how)(image).shape[-1]

    assert (side(padding=1), side(padding=1, stride=2), side(padding=1, dilation=2)) == (32, 16, 30)
    sizes = [32]
    for _ in range(3):  # three layers with padding 0, as in the code of the source
        sizes.append(places(sizes[-1]))
    assert sizes == [32, 30, 28, 26]


@pytest.mark.claim("S4-17")
def test_a_smaller_map_need_not_lose_information():
    """Nine channels that copy the nine pixels of a window: 6 x 6 becomes 4 x 4, and comes back."""
    copy: Any = nn.Conv2d(1, 9, 3, bias=False)
    back: Any = nn.ConvTranspose2d(9, 1, 3, bias=False)
    with torch.no_grad():
        copy.weight.copy_(torch.eye(9).view(9, 1, 3, 3))
        back.weight.copy_(copy.weight)
    image = torch.randn(1, 1, 6, 6)
    features = copy(image)
    assert features.shape == (1, 9, 4, 4)
    line = torch.tensor(coverage(6), dtype=torch.float64)
    restored = back(features)[0, 0] / torch.outer(line, line)
    torch.testing.assert_close(restored, image[0, 0], rtol=1e-12, atol=1e-12)

    squeeze = nn.Conv2d(1, 1, 3, padding=1, bias=False)  # and a map of equal size may lose it
    nn.init.zeros_(squeeze.weight)
    assert not squeeze(image).any()


@pytest.fixture
def strided() -> tuple[nn.Conv2d, nn.Conv2d]:
    """One kernel with stride 1 and with stride 2."""
    every, second = (nn.Conv2d(16, 32, 3, padding=1, stride=s) for s in (1, 2))
    second.load_state_dict(every.state_dict())
    return every, second


@pytest.mark.claim("S4-18")
def test_one_step_is_stride_1_and_stride_2_visits_every_second_place():
    x = torch.arange(9.0).view(1, 1, 9)  # each pixel holds its position
    pick = torch.tensor([[[1.0, 0, 0]]])  # and the output tells where its window begins
    assert F.conv1d(x, pick, stride=1).flatten().tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert F.conv1d(x, pick, stride=2).flatten().tolist() == [0, 2, 4, 6]
    image = torch.zeros(1, 16, 32, 32)
    sides = [nn.Conv2d(16, 32, 3, stride=s, padding=1)(image).shape[-1] for s in (1, 2)]
    assert sides == [32, 16] == [places(32, 3, s, 1) for s in (1, 2)]


@pytest.mark.claim("S4-19")
def test_stride_2_is_every_second_output_for_a_quarter_of_the_arithmetic(strided):
    every, second = strided
    x = torch.randn(1, 16, 32, 32)
    torch.testing.assert_close(second(x), every(x)[..., ::2, ::2], rtol=1e-12, atol=1e-12)
    multiply_adds = 32 * 16 * 9
    assert count_flops(every, x) == 2 * 32 * 32 * multiply_adds
    assert count_flops(second, x) == 2 * 16 * 16 * multiply_adds


@pytest.mark.claim("S4-20")
def test_the_stride_changes_no_count_of_the_layer_but_that_of_a_dense_layer_behind_it(strided):
    assert [ledger(layer).stored for layer in strided] == [32 * 16 * 9 + 32] * 2 == [4640] * 2
    for stride in (1, 2, 3, 5):
        counts = count_layers(32, 32, 16, 32, kernel=3, stride=stride, padding=1)
        assert counts.convolution.parameters == 4640
    x = torch.randn(1, 16, 32, 32)
    heads = [nn.LazyLinear(10) for _ in strided]
    for head, layer in zip(heads, strided, strict=True):
        head(layer(x).flatten(1))
    assert [ledger(head).stored for head in heads] == [
        32 * 32 * 32 * 10 + 10,
        32 * 16 * 16 * 10 + 10,
    ]
