"""Source S0 on shifts: where a convolution moves with its input, and how it depends on places."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

SHIFTS = [(0, 1), (1, 0), (2, 2), (3, 5), (11, 4)]
TOLERANCE: Any = {"rtol": 1e-12, "atol": 1e-12}


def roll(image: torch.Tensor, shift: tuple[int, int]) -> torch.Tensor:
    return image.roll(shift, (-2, -1))


@pytest.fixture
def image() -> torch.Tensor:
    return torch.randn(1, 2, 12, 12)


@pytest.mark.claim("S0-12")
@pytest.mark.parametrize("shift", SHIFTS)
def test_on_a_ring_a_convolution_moves_with_its_input(image, shift):
    conv = nn.Conv2d(2, 3, 3, padding=1, padding_mode="circular")
    torch.testing.assert_close(conv(roll(image, shift)), roll(conv(image), shift), **TOLERANCE)
    assert (conv(roll(image, shift)) - conv(image)).abs().max() > 0.1


@pytest.mark.claim("S0-12", "S4-16")
@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate"])
def test_other_padding_breaks_the_shift_where_a_window_touches_the_border(image, mode):
    conv = nn.Conv2d(2, 3, 3, padding=1, padding_mode=mode)
    error = (conv(roll(image, (3, 5))) - roll(conv(image), (3, 5))).abs()[0].amax(0)
    # Rows 0 and 11 lie at the border now; rows 3 and 2 lay there before they were moved.
    touched = torch.zeros(12, 12, dtype=torch.bool)
    touched[[0, 11, 3, 2]] = True
    touched[:, [0, 11, 5, 4]] = True
    assert error[touched].min() > 1e-6 and error.max() > 0.1
    assert error[~touched].max() < 1e-12


@pytest.mark.claim("S0-12")
def test_zero_padding_is_harmless_as_long_as_the_response_stays_inside():
    conv = nn.Conv2d(2, 3, 3, padding=1, bias=False)
    image = torch.zeros(1, 2, 12, 12)
    image[:, :, 1:5, 1:5] = torch.randn(1, 2, 4, 4)  # its response covers rows 0 to 5
    torch.testing.assert_close(conv(roll(image, (6, 2))), roll(conv(image), (6, 2)), **TOLERANCE)
    at_the_edge = roll(image, (-1, 0))  # inside still, and its response is not
    error = conv(roll(at_the_edge, (6, 2))) - roll(conv(at_the_edge), (6, 2))
    assert error.abs().max() > 0.1


@pytest.mark.claim("S0-12")
def test_without_padding_the_outputs_agree_where_both_exist(image):
    conv = nn.Conv2d(2, 3, 3)
    big = torch.randn(1, 2, 20, 20)
    here, there = conv(big[..., 0:12, 0:12]), conv(big[..., 3:15, 5:17])  # a camera that moves
    torch.testing.assert_close(there[..., :7, :5], here[..., 3:, 5:], **TOLERANCE)


@pytest.mark.claim("S0-12")
def test_a_stride_keeps_the_shifts_by_its_multiples_and_no_others(image):
    conv = nn.Conv2d(2, 3, 3, stride=2, padding=1, padding_mode="circular")
    for shift in ((2, 0), (4, 6), (0, 10)):
        torch.testing.assert_close(
            conv(roll(image, shift)), roll(conv(image), (shift[0] // 2, shift[1] // 2)), **TOLERANCE
        )
    for shift in ((1, 0), (2, 3), (5, 5)):
        moved = conv(roll(image, shift))
        for i in range(6):
            for j in range(6):  # no shift of the output makes up for it
                assert (moved - roll(conv(image), (i, j))).abs().max() > 0.1


def matrix_of(f: Callable[[torch.Tensor], torch.Tensor], size: int) -> torch.Tensor:
    """The matrix of a linear map of images, column by column."""
    basis = torch.eye(size * size).view(-1, 1, size, size)
    return f(basis).reshape(size * size, -1).T


@pytest.mark.claim("S0-12")
def test_what_commutes_with_all_shifts_is_a_convolution_on_a_ring():
    size = 5
    M = torch.randn(size * size, size * size)
    S = {
        (i, j): matrix_of(lambda x, i=i, j=j: roll(x, (i, j)), size)
        for i in range(size)
        for j in range(size)
    }
    A = sum((P @ M @ P.T for P in S.values()), torch.zeros_like(M)) / len(S)
    assert all(torch.allclose(A @ P, P @ A, rtol=0, atol=1e-12) for P in S.values())
    assert not torch.allclose(M @ S[1, 0], S[1, 0] @ M, rtol=0, atol=1e-3)

    # Such a map is fixed by its answer to one pixel, which is a kernel of 25 numbers: since
    # y(u) = sum over d of kernel(d) x(u + d), a pixel at 0 is answered by kernel(d) at -d.
    answer = A[:, 0].view(size, size)
    conv = nn.Conv2d(1, 1, size, padding=size // 2, padding_mode="circular", bias=False)
    with torch.no_grad():
        for a in range(size):
            for b in range(size):
                conv.weight[0, 0, a, b] = answer[(2 - a) % size, (2 - b) % size]
        torch.testing.assert_close(matrix_of(conv, size), A, rtol=0, atol=1e-12)


PIXELS = torch.eye(81, dtype=torch.float64).view(81, 1, 9, 9)
ONLY_TOP_LEFT = torch.eye(81, dtype=torch.float64)[0]


def corner(mode: Any) -> nn.Sequential:
    """ReLU(pixel - place above - place to the left), with a map of ones for the places."""
    mark: Any = nn.Conv2d(1, 2, 1)
    look: Any = nn.Conv2d(2, 1, 3, padding=1, padding_mode=mode)
    with torch.no_grad():
        for parameter in (*mark.parameters(), *look.parameters()):
            parameter.zero_()
        mark.weight[0] = mark.bias[1] = 1
        look.weight[0, 0, 1, 1] = 1
        look.weight[0, 1, 0, 1] = look.weight[0, 1, 1, 0] = -1
    return nn.Sequential(mark, look, nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(0))


@pytest.mark.claim("S0-13")
def test_two_convolutions_with_zero_padding_answer_to_the_top_left_corner_alone():
    with torch.no_grad():
        torch.testing.assert_close(81 * corner("zeros")(PIXELS), ONLY_TOP_LEFT, **TOLERANCE)
        assert not corner("circular")(PIXELS).any()


@pytest.mark.claim("S0-13")
def test_on_a_ring_no_depth_and_no_weights_tell_one_place_from_another():
    around = {"padding": 1, "padding_mode": "circular"}
    net = nn.Sequential(
        nn.Conv2d(1, 8, 3, **around),
        nn.ReLU(),
        nn.Conv2d(8, 8, 3, **around),
        nn.ReLU(),
        nn.Conv2d(8, 1, 3, **around),
        nn.Flatten(1),
    )
    answers = net(PIXELS).logsumexp(1)
    torch.testing.assert_close(answers, answers[:1].expand(81), **TOLERANCE)
    other = net(0.5 * PIXELS[:1]).logsumexp(1)
    assert (other - answers[0]).abs() > 1e-6  # the answer depends on the input


@pytest.mark.claim("S0-13")
def test_one_layer_without_padding_gives_equal_windows_equal_answers_wherever_they_lie():
    conv = nn.Conv2d(1, 4, 3)
    patch, image = torch.randn(3, 3), torch.randn(1, 1, 9, 9)
    image[..., :3, :3] = image[..., 4:7, 5:8] = patch
    answers = conv(image)[0]
    torch.testing.assert_close(answers[:, 0, 0], answers[:, 4, 5], **TOLERANCE)
    assert (answers[:, 0, 0] - answers[:, 3, 3]).abs().max() > 1e-3


@pytest.mark.claim("S0-13")
def test_without_padding_a_sum_over_places_knows_the_corner_too():
    """A corner is in one window and the middle in nine, so the sum sees where a pixel lies."""
    conv: Any = nn.Conv2d(1, 1, 3, bias=False)
    with torch.no_grad():
        conv.weight.fill_(-1)
        conv.weight[0, 0, 0, 0] = 0
        answers = torch.relu(1 + conv(PIXELS).sum((1, 2, 3)))
    assert torch.equal(answers, ONLY_TOP_LEFT)
