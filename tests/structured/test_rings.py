"""Rings: what commutes with shifts, the average over a group, and the Fourier transform."""

from __future__ import annotations

import math

import pytest
import torch

from tying.structured import (
    average_over_shifts,
    circulant,
    convolution,
    nested,
    singular_values,
)

SIZES = [(6,), (3, 4)]


@pytest.fixture(autouse=True)
def _doubles(doubles: None) -> None: ...


def shifts(size: tuple[int, ...]) -> list[torch.Tensor]:
    """The shift by one pixel along each axis, as matrices."""
    images = torch.eye(math.prod(size)).reshape(-1, *size)
    return [images.roll(1, axis + 1).flatten(1).T.contiguous() for axis in range(len(size))]


def family(size: tuple[int, ...]):
    """Circulant, or doubly block circulant."""
    return circulant(*size) if len(size) == 1 else nested(*(circulant(side) for side in size))


@pytest.mark.parametrize("size", SIZES)
def test_a_circulant_matrix_commutes_with_all_shifts(size):
    A = family(size).expand(torch.randn(family(size).shape))
    for S in shifts(size):
        torch.testing.assert_close(A @ S, S @ A)


@pytest.mark.parametrize("size", SIZES)
def test_the_matrices_that_commute_with_all_shifts_are_as_many_as_the_circulant_ones(size):
    pixels = math.prod(size)
    one = torch.eye(pixels)
    system = torch.cat(
        [torch.kron(one, S.T.contiguous()) - torch.kron(S, one) for S in shifts(size)]
    )
    assert pixels**2 - torch.linalg.matrix_rank(system) == pixels == len(family(size))


@pytest.mark.parametrize("size", SIZES)
def test_the_average_over_all_shifts_is_the_nearest_circulant_matrix(size):
    A = torch.randn(math.prod(size), math.prod(size))
    average = average_over_shifts(A, size)
    torch.testing.assert_close(average, family(size).project(A))
    torch.testing.assert_close(average_over_shifts(average, size), average)


def test_the_average_is_that_of_the_products_with_matrices():
    A, (S,) = torch.randn(6, 6), shifts((6,))
    powers = [torch.linalg.matrix_power(S, k) for k in range(6)]
    expected = torch.stack([P @ A @ P.T for P in powers]).mean(0)
    torch.testing.assert_close(average_over_shifts(A, (6,)), expected)
    even = torch.stack([P @ A @ P.T for P in powers[::2]]).mean(0)
    torch.testing.assert_close(average_over_shifts(A, (6,), step=2), even)


def test_the_average_over_even_shifts_commutes_with_these_alone():
    A, (S,) = torch.randn(6, 6), shifts((6,))
    even = average_over_shifts(A, (6,), step=2)
    torch.testing.assert_close(even @ S @ S, S @ S @ even)
    assert (even @ S - S @ even).abs().max() > 0.01
    basis = torch.eye(36).reshape(36, 6, 6)
    images = torch.stack([average_over_shifts(E, (6,), step=2).flatten() for E in basis])
    assert torch.linalg.matrix_rank(images) == 12  # two rows of six


@pytest.mark.parametrize(
    ("window", "size", "channels"),
    [((3,), (8,), (1, 1)), ((3, 2), (5, 6), (1, 1)), ((3, 3), (4, 5), (3, 2))],
)
def test_the_singular_values_are_those_of_the_matrix(window, size, channels):
    kernel = torch.randn(*channels, *window)
    pattern = convolution(
        size, window, padding="circular", channels_out=channels[0], channels_in=channels[1]
    )
    expected = torch.linalg.svdvals(pattern.expand(kernel))
    found = singular_values(kernel, size)
    assert found.shape == (*size, min(channels))
    torch.testing.assert_close(found.flatten().sort(descending=True).values, expected)


def test_a_second_difference_multiplies_the_fastest_wave_by_four_and_a_constant_by_zero():
    kernel = torch.tensor([[[-1.0, 2.0, -1.0]]])
    gains = singular_values(kernel, (8,)).flatten()
    expected = 2 - 2 * torch.cos(2 * math.pi * torch.arange(8) / 8)
    torch.testing.assert_close(gains, expected)


def test_zeros_at_the_edge_never_raise_the_largest_singular_value():
    for _ in range(20):
        kernel = torch.randn(1, 1, 3, 3)
        zeros = convolution((6, 7), (3, 3), padding="same").expand(kernel)
        # the matrix with zeros is a part of that of a ring which is larger than image and window
        ring = singular_values(kernel, (8, 9)).max()
        assert torch.linalg.matrix_norm(zeros, 2) <= ring + 1e-9


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: average_over_shifts(torch.ones(6, 5), (6,)), "6 by 6, got \\(6, 5\\)"),
        (lambda: average_over_shifts(torch.eye(6), (6,), step=4), "divide every side .* got 4"),
        (lambda: average_over_shifts(torch.eye(6), (6,), step=0), "divide every side .* got 0"),
        (lambda: singular_values(torch.ones(1, 1, 3), (4, 4)), "as many axes"),
        (lambda: singular_values(torch.ones(1, 1, 5), (4,)), "does not fit a ring"),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
