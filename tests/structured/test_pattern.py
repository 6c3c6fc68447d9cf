"""Patterns of shared weights: laws that hold for every family, and families by hand."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tying.layers import LocallyConnected2d
from tying.structured import (
    Padding,
    SharingPattern,
    circulant,
    convolution,
    locally_connected,
    nested,
    toeplitz,
)

PADDINGS: tuple[Padding, ...] = ("valid", "same", "full", "circular", 0, 1, 3)
LAYERS = {
    f"{family.__name__} padding={padding} stride={stride}": family(
        (4, 3), (3, 2), stride=stride, padding=padding, channels_in=2, channels_out=2
    )
    for family in (convolution, locally_connected)
    for padding, stride in itertools.product(("valid", "same", "full", "circular", 1), (1, 2))
}
FAMILIES = {
    "toeplitz, wide": toeplitz(3, 5),
    "toeplitz, tall": toeplitz(6, 2),
    "circulant": circulant(7),
    "doubly block toeplitz": nested(toeplitz(3, 4), toeplitz(4, 5)),
    "doubly block circulant": nested(circulant(3), circulant(4)),
    "blocks of blocks": nested(circulant(2), nested(toeplitz(2, 3), circulant(2))),
    "along one axis": convolution((9,), (4,), padding="same", stride=2),
    "along three axes": convolution((3, 2, 4), (2, 2, 3), padding="full"),
    **LAYERS,
}


@pytest.fixture(autouse=True)
def _doubles(doubles: None) -> None: ...


@pytest.fixture(params=FAMILIES)
def pattern(request: pytest.FixtureRequest) -> SharingPattern:
    return FAMILIES[request.param]


def test_aggregate_is_the_adjoint_of_expand(pattern):
    z, G = torch.randn(pattern.shape), torch.randn(pattern.index.shape)
    left, right = (pattern.expand(z) * G).sum(), (z * pattern.aggregate(G)).sum()
    torch.testing.assert_close(left, right)


def test_aggregate_is_what_autograd_sends_back_through_expand(pattern):
    z, G = torch.randn(pattern.shape, requires_grad=True), torch.randn(pattern.index.shape)
    (by_autograd,) = torch.autograd.grad(pattern.expand(z), z, G)
    torch.testing.assert_close(pattern.aggregate(G), by_autograd)


def test_expand_and_aggregate_are_the_tie_matrix_and_its_transpose(pattern):
    z, G = torch.randn(pattern.shape), torch.randn(pattern.index.shape)
    A = pattern.tie_matrix()
    torch.testing.assert_close(A @ z.flatten(), pattern.expand(z).flatten())
    torch.testing.assert_close(A.T @ G.flatten(), pattern.aggregate(G).flatten())
    assert A.sum(1).max() <= 1  # an entry holds one weight at most
    torch.testing.assert_close(A.T @ A, torch.diag(pattern.occurrences().flatten().double()))


def test_a_projection_changes_nothing_twice_and_is_nearest(pattern):
    M = torch.randn(pattern.index.shape)
    nearest = pattern.project(M)
    torch.testing.assert_close(pattern.project(nearest), nearest)
    for _ in range(3):  # what is left is perpendicular to every matrix of the pattern
        other = pattern.expand(torch.randn(pattern.shape))
        torch.testing.assert_close(((M - nearest) * other).sum(), torch.tensor(0.0))


def test_a_pattern_contains_its_matrices_and_no_other(pattern):
    M = pattern.expand(torch.randn(pattern.shape))
    assert pattern.contains(M)
    held = (pattern.index >= 0) & (pattern.occurrences().flatten()[pattern.index] > 1)
    changed = held if held.any() else pattern.index < 0  # one place of a shared weight, or a zero
    if changed.any():
        i, j = changed.nonzero()[0].tolist()
        M[i, j] += 0.1
        assert not pattern.contains(M)


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_the_matrix_of_a_convolution_does_what_pytorch_does(padding, stride):
    kernel, x = torch.randn(3, 2, 3, 2), torch.randn(2, 6, 7)
    pattern = convolution(
        (6, 7), (3, 2), stride=stride, padding=padding, channels_in=2, channels_out=3
    )
    front = {"valid": (0, 0), "same": (1, 0), "full": (2, 1), "circular": (1, 0)}
    top, left = front[padding] if isinstance(padding, str) else (padding, padding)
    behind = {"same": (1, 1), "circular": (1, 1)}.get(str(padding), (top, left))
    mode = "circular" if padding == "circular" else "constant"
    around = F.pad(x[None], (left, behind[1], top, behind[0]), mode=mode)
    expected = F.conv2d(around, kernel, stride=stride)[0]
    torch.testing.assert_close(pattern.expand(kernel) @ x.flatten(), expected.flatten())


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
def test_same_padding_of_even_and_odd_windows_is_that_of_pytorch():
    kernel, x = torch.randn(1, 1, 4, 3), torch.randn(1, 1, 6, 7)
    matrix = convolution((6, 7), (4, 3), padding="same").expand(kernel)
    expected = F.conv2d(x, kernel, padding="same")
    torch.testing.assert_close(matrix @ x.flatten(), expected.flatten())


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 1), (2, 1)])
def test_the_matrix_of_a_locally_connected_layer_does_what_the_layer_does(stride, padding):
    layer = LocallyConnected2d((5, 6), 2, 3, 3, stride, padding, bias="none")
    pattern = locally_connected(
        (5, 6), (3, 3), stride=stride, padding=padding, channels_in=2, channels_out=3
    )
    x = torch.randn(1, 2, 5, 6)
    weights = layer.weight.detach().reshape(pattern.shape)
    torch.testing.assert_close(pattern.expand(weights) @ x.flatten(), layer(x).detach().flatten())


def test_a_locally_connected_matrix_has_the_positions_of_the_convolution_and_shares_nothing():
    shared, own = convolution((6, 7), (3, 3)), locally_connected((6, 7), (3, 3))
    assert torch.equal(shared.index >= 0, own.index >= 0)
    assert own.occurrences().unique().tolist() == [1]
    assert (len(shared), len(own)) == (9, 180)


@pytest.mark.parametrize(
    ("padding", "expected"),
    [
        ("valid", [[20, 20, 20]] * 3),  # of 4 by 5 outputs
        ("same", [[30, 35, 30], [36, 42, 36], [30, 35, 30]]),  # (6 - |a|) (7 - |b|)
        ("full", [[42, 42, 42]] * 3),  # of 6 by 7 pixels
        ("circular", [[42, 42, 42]] * 3),
    ],
)
def test_how_often_a_weight_stands_in_the_matrix(padding, expected):
    counts = convolution((6, 7), (3, 3), padding=padding).occurrences()
    assert counts[0, 0].tolist() == expected


def test_matrices_by_hand():
    z = torch.tensor([1.0, 2.0, 3.0, 4.0])
    assert toeplitz(3, 2).expand(z).tolist() == [[3, 4], [2, 3], [1, 2]]
    assert circulant(4).expand(z)[1:3].tolist() == [[4, 1, 2, 3], [3, 4, 1, 2]]
    weights = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    rows = [[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 1, 2], [4, 3, 2, 1]]
    assert nested(circulant(2), circulant(2)).expand(weights).tolist() == rows
    row = convolution((4,), (3,), padding="circular").expand(z[None, None, :3])[0]
    assert row.tolist() == [2, 3, 0, 1]
    G = torch.tensor([[1.0, 2.0], [4.0, 8.0], [16.0, 32.0]])
    assert toeplitz(3, 2).aggregate(G).tolist() == [16, 36, 9, 2]


def test_the_numbers_of_free_values():
    assert nested(toeplitz(4, 6), toeplitz(5, 7)).shape == (9, 11)  # 99
    assert len(toeplitz(20, 42)) == 61
    assert len(circulant(12)) == 12


@pytest.mark.parametrize("padding", ["valid", "same", "full", 2])
def test_a_convolution_with_zeros_is_doubly_block_toeplitz(padding):
    pattern = convolution((6, 7), (3, 2), padding=padding)
    T = pattern.expand(torch.randn(pattern.shape))
    rows = 6 + 2 * padding - 2 if padding == 2 else {"valid": 4, "same": 6, "full": 8}[padding]
    columns = len(T) // rows
    assert nested(toeplitz(rows, 6), toeplitz(columns, 7)).contains(T)


def test_a_stride_and_padding_by_reflection_are_not_toeplitz():
    def matrix(layer, height, width):
        return layer(torch.eye(height * width).reshape(-1, 1, height, width)).flatten(1).T

    reflect = nn.Conv2d(1, 1, 3, padding=1, padding_mode="reflect", bias=False)
    T = matrix(reflect, 6, 6).detach()
    assert not nested(toeplitz(6, 6), toeplitz(6, 6)).contains(T)
    strided = convolution((6, 6), (3, 3), stride=2, padding=1)
    T = strided.expand(torch.randn(strided.shape))
    assert not nested(toeplitz(3, 6), toeplitz(3, 6)).contains(T)
    dense = convolution((6, 6), (3, 3), padding=1).index.reshape(6, 6, 36)
    assert torch.equal(strided.index, dense[::2, ::2].reshape(9, 36))  # every second row


def test_the_full_matrix_is_the_transpose_of_the_valid_one_with_the_kernel_turned():
    kernel = torch.randn(1, 1, 3, 2)
    valid = convolution((6, 7), (3, 2)).expand(kernel)
    full = convolution((4, 6), (3, 2), padding="full").expand(kernel.flip(2, 3))
    torch.testing.assert_close(valid.T, full)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: toeplitz(0, 3), "rows must be 1 or more, got 0"),
        (lambda: circulant(0), "size must be 1 or more, got 0"),
        (lambda: convolution((5, 5), (3,)), "as many axes, one or more; got 2 and 1"),
        (lambda: convolution((), ()), "as many axes, one or more; got 0 and 0"),
        (lambda: convolution((5,), (3,), channels_in=0), "channels_in must be 1 or more, got 0"),
        (lambda: convolution((5,), (3,), padding=-1), "padding must be 0 or more, got -1"),
        (lambda: convolution((5,), (3,), padding="zero"), "one of valid, full, same, circular"),  # pyright: ignore[reportArgumentType]
        (lambda: convolution((2,), (3,)), "a kernel of 3 does not fit into 2 pixels"),
        (lambda: convolution((2,), (3,), padding="circular"), "has 2 weights or fewer, got 3"),
        (lambda: convolution((5,), (3,), stride=0), "stride must be 1 or more, got 0"),
        (lambda: circulant(3).expand(torch.ones(4)), r"shape \(3,\), got \(4,\)"),
        (lambda: circulant(3).aggregate(torch.ones(3, 4)), r"\(3, 3\), got \(3, 4\)"),
        (lambda: SharingPattern(torch.tensor([[3]]), (3,)), "from -1 .* to 2 .* got 3 to 3"),
        (lambda: SharingPattern(torch.tensor([0]), (3,)), r"got shape \(1,\) of torch.int64"),
        (lambda: SharingPattern(torch.ones(1, 1), (3,)), "a matrix of int64"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
