"""Source S4 on receptive fields and on images of any size."""

from typing import Any

import pytest
import torch
from torch import nn

from tying.layers import LocallyConnected2d
from tying.ledger import ledger


def field(layers: nn.Module, size: int = 21) -> torch.Tensor:
    """The pixels on which the output in the middle depends."""
    x = torch.randn(1, 1, size, size, requires_grad=True)
    y = layers(x)[0, 0]
    (gradient,) = torch.autograd.grad(y[y.shape[0] // 2, y.shape[1] // 2], x)
    return gradient[0, 0] != 0


def square(seen: torch.Tensor) -> tuple[int, int]:
    """Height and width of ``seen``, which has to be a full rectangle."""
    rows, columns = seen.any(1), seen.any(0)
    assert torch.equal(seen, rows[:, None] & columns)
    return int(rows.sum()), int(columns.sum())


def stack(windows: list[int], *, tied: bool, size: int = 21) -> nn.Sequential:
    layers: list[nn.Module] = []
    for k in windows:
        layers += [nn.Conv2d(1, 1, k) if tied else LocallyConnected2d((size, size), 1, 1, k)]
        size -= k - 1
    return nn.Sequential(*layers)


@pytest.mark.claim("S4-09", "S4-11")
@pytest.mark.parametrize("tied", [True, False], ids=["convolution", "locally connected"])
@pytest.mark.parametrize(
    "windows, width", [([3], 3), ([3, 3], 5), ([3, 3, 3, 3], 9), ([5, 3], 7), ([1, 1], 1)]
)
def test_the_receptive_field_is_made_by_the_windows_tied_or_not(tied, windows, width):
    assert width == 1 + sum(k - 1 for k in windows)
    assert square(field(stack(windows, tied=tied))) == (width, width)


@pytest.mark.claim("S4-09")
def test_sharing_without_locality_makes_no_receptive_field():
    """On a ring of 9 places: a window as wide as the ring is shared, and sees everything."""
    shared = nn.Conv2d(1, 1, 9, padding=4, padding_mode="circular", bias=False)
    assert ledger(shared).stored == 81 < 81 * 81  # shared it is
    assert square(field(shared, size=9)) == (9, 9)


@pytest.mark.claim("S4-09", "S4-02")
def test_depth_stride_and_pooling_widen_the_field():
    strided = nn.Sequential(nn.Conv2d(1, 1, 3, stride=2), nn.Conv2d(1, 1, 3))
    assert square(field(strided)) == (7, 7)  # 3 + 2 * 2
    pooled = nn.Sequential(nn.Conv2d(1, 1, 3), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3))
    assert square(field(pooled)) == (8, 8)  # 2 * 3 pooled pixels, each of which adds 3 - 1
    deep = stack([3] * 10, tied=True)
    assert square(field(deep)) == (21, 21)  # 1 + 10 * 2: the whole image


@pytest.mark.claim("S4-02", "S4-11")
def test_a_pixel_changes_the_nine_outputs_whose_window_holds_it():
    conv, image = nn.Conv2d(1, 1, 3), torch.randn(1, 1, 12, 12)
    changed = image.clone()
    changed[0, 0, 5, 7] += 1
    moved = (conv(changed) != conv(image))[0, 0].nonzero().tolist()
    assert moved == [[i, j] for i in (3, 4, 5) for j in (5, 6, 7)]


@pytest.mark.claim("S4-08", "S4-10")
def test_one_kernel_fits_images_of_any_size():
    conv = nn.Conv2d(3, 8, 3)
    before = ledger(conv).stored
    small, large = torch.randn(1, 3, 5, 5), torch.randn(1, 3, 7, 7)
    large[..., :5, :5] = small
    assert (conv(small).shape, conv(large).shape) == ((1, 8, 3, 3), (1, 8, 5, 5))
    assert ledger(conv).stored == before == 8 * (3 * 9 + 1)
    torch.testing.assert_close(conv(large)[..., :3, :3], conv(small), rtol=1e-12, atol=1e-12)


@pytest.mark.claim("S4-08")
def test_dense_and_locally_connected_layers_fit_one_size_and_pooling_has_no_weights():
    dense = nn.Sequential(nn.Flatten(), nn.Linear(3 * 5 * 5, 8))
    local = LocallyConnected2d((5, 5), 3, 8, 3)
    small, large = torch.randn(1, 3, 5, 5), torch.randn(1, 3, 7, 7)
    assert dense(small).shape == (1, 8) and local(small).shape == (1, 8, 3, 3)
    with pytest.raises(RuntimeError, match=r"1x147 and 75x8"):
        dense(large)
    with pytest.raises(ValueError, match=r"7, 7"):
        local(large)
    pool: Any = nn.MaxPool2d(2)
    assert list(pool.parameters()) == [] and pool(large).shape == (1, 3, 3, 3)
