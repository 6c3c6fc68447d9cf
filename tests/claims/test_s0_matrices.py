"""Source S0 on the matrix of a convolution: positions, diagonals, blocks, places of a weight."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tying.layers import LocallyConnected2d

HEIGHT, WIDTH = 6, 7


def matrix_of(layer: nn.Module) -> Tensor:
    """The matrix of a layer with one input channel, a column for each pixel, without its bias."""
    pixels = torch.eye(HEIGHT * WIDTH).reshape(-1, 1, HEIGHT, WIDTH)
    with torch.no_grad():
        outputs = layer(pixels) - layer(torch.zeros_like(pixels))
    return outputs.flatten(1).T


def spread(T: Tensor, rows: int, columns: int) -> float:
    """By how much entries with the same two differences of pixel and output differ at most."""
    values: dict[tuple[int, int], list[float]] = {}
    for i, j, u, v in itertools.product(*map(range, (rows, columns, HEIGHT, WIDTH))):
        entry = T[i * columns + j, u * WIDTH + v].item()
        values.setdefault((u - i, v - j), []).append(entry)
    return max(max(same) - min(same) for same in values.values())


@pytest.fixture
def local() -> LocallyConnected2d:
    return LocallyConnected2d((HEIGHT, WIDTH), 1, 1, 3)


@pytest.mark.claim("S0-23")
def test_without_sharing_the_positions_are_those_of_the_convolution(local):
    shared, own = matrix_of(nn.Conv2d(1, 1, 3)), matrix_of(local)
    assert torch.equal(own != 0, shared != 0)
    assert int((own != 0).sum()) == 20 * 9


@pytest.mark.claim("S0-23")
def test_without_sharing_the_values_are_free(local):
    """Each of the 180 weights moves one entry, and no two the same one."""
    before, moved = matrix_of(local), torch.zeros(20, HEIGHT * WIDTH)
    for k in range(local.weight.numel()):
        with torch.no_grad():
            local.weight.view(-1)[k] += 1
            changed = (matrix_of(local) - before).abs() > 1e-9
            local.weight.view(-1)[k] -= 1
        assert changed.sum() == 1
        moved += changed
    assert moved.max() == 1 and moved.sum() == local.weight.numel() == 180
    assert spread(before, 4, 5) > 0.01


@pytest.mark.claim("S0-24")
def test_doubly_block_toeplitz_is_blocks_that_repeat_and_are_toeplitz():
    T = matrix_of(nn.Conv2d(1, 1, 3))
    blocks = T.reshape(4, 5, HEIGHT, WIDTH)
    for i, u in itertools.product(range(3), range(HEIGHT - 1)):
        assert torch.equal(blocks[i, :, u], blocks[i + 1, :, u + 1])  # the blocks repeat
    for i, u in itertools.product(range(4), range(HEIGHT)):
        block = blocks[i, :, u]
        assert torch.equal(block[1:, 1:], block[:-1, :-1])  # each is Toeplitz
    assert not torch.equal(T[1:, 1:], T[:-1, :-1])  # and the whole is not


@pytest.mark.claim("S0-25")
@pytest.mark.parametrize("padding", [0, 1, 2, 3])
def test_with_zeros_of_any_width_an_entry_depends_on_the_two_differences_alone(padding):
    conv = nn.Conv2d(1, 1, 3, padding=padding)
    T, kernel = matrix_of(conv), conv.weight[0, 0].detach()
    rows, columns = HEIGHT + 2 * padding - 2, WIDTH + 2 * padding - 2
    around = F.pad(kernel, (10, 10, 10, 10))
    for i, j, u, v in itertools.product(*map(range, (rows, columns, HEIGHT, WIDTH))):
        expected = around[u - i + padding + 10, v - j + padding + 10] if abs(u - i) < 9 else 0.0
        assert T[i * columns + j, u * WIDTH + v] == pytest.approx(float(expected))
    x = torch.randn(HEIGHT, WIDTH)
    with torch.no_grad():
        by_layer = F.conv2d(x[None, None], conv.weight, padding=padding)
    torch.testing.assert_close(T @ x.flatten(), by_layer.flatten())


@pytest.mark.claim("S0-25")
def test_several_channels_make_a_grid_of_doubly_block_toeplitz_matrices():
    conv = nn.Conv2d(2, 3, 3, padding=1, bias=False)
    pixels = torch.eye(2 * HEIGHT * WIDTH).reshape(-1, 2, HEIGHT, WIDTH)
    with torch.no_grad():
        whole = conv(pixels).flatten(1).T.reshape(3, 42, 2, 42)
    for f, c in itertools.product(range(3), range(2)):
        assert spread(whole[f, :, c], HEIGHT, WIDTH) < 1e-12
    assert (whole[0, :, 0] - whole[1, :, 1]).abs().max() > 0.01  # each with a kernel of its own


@pytest.mark.claim("S0-25")
def test_with_a_stride_or_reflection_the_matrix_is_not_doubly_block_toeplitz():
    strided = nn.Conv2d(1, 1, 3, padding=1, stride=2)
    assert spread(matrix_of(strided), 3, 4) > 0.01
    plain = nn.Conv2d(1, 1, 3, padding=1)
    plain.load_state_dict(strided.state_dict())
    whole = matrix_of(plain).reshape(HEIGHT, WIDTH, -1)
    torch.testing.assert_close(matrix_of(strided), whole[::2, ::2].reshape(12, -1))
    reflect = nn.Conv2d(1, 1, 3, padding=1, padding_mode="reflect")
    assert spread(matrix_of(reflect), HEIGHT, WIDTH) > 0.01
    ring = nn.Conv2d(1, 1, 3, padding=1, padding_mode="circular")
    assert spread(matrix_of(ring), HEIGHT, WIDTH) < 1e-12


@pytest.mark.claim("S0-26")
@pytest.mark.parametrize(
    ("padding", "places"),
    [
        (0, lambda a, b: 4 * 5),
        (1, lambda a, b: (HEIGHT - abs(a)) * (WIDTH - abs(b))),
        (2, lambda a, b: HEIGHT * WIDTH),
    ],
)
def test_a_weight_stands_once_for_each_output_that_it_meets_inside_the_image(padding, places):
    conv = nn.Conv2d(1, 1, 3, padding=padding, bias=False)
    for m, n in itertools.product(range(3), repeat=2):
        with torch.no_grad():
            conv.weight.zero_()
            conv.weight[0, 0, m, n] = 1
        T = matrix_of(conv)
        assert T.sum() == places(m - 1, n - 1)
        assert T.sum(1).max() == 1  # at most once in a row
