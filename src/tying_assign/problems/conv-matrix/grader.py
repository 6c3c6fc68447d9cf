"""The hidden tests of ``conv-matrix``: PyTorch's own convolution says what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from tying_assign.definition import Case, Problem, Question, Written

Layer = tuple[Tensor, int, int, int]
"""Kernel, height and width of the image, padding."""

WINDOWS = ((3, 3), (2, 3), (3, 1))
"""Rows and columns of the kernel for the paddings 0, 1 and 2."""


def layers(rng: np.random.Generator) -> list[Layer]:
    """A random kernel for each padding, on images that are not square."""
    made = []
    for p, window in enumerate(WINDOWS):
        height = int(rng.integers(4, 6))
        width = height + int(rng.integers(1, 3))
        kernel = torch.tensor(rng.normal(size=window), dtype=torch.float64)
        made.append((kernel, height, width, p))
    return made


def by_convolution(kernel: Tensor, height: int, width: int, p: int) -> Tensor:
    """The matrix, a column for each pixel: what the layer makes of an image with this pixel."""
    pixels = torch.eye(height * width, dtype=torch.float64).reshape(-1, 1, height, width)
    return F.conv2d(pixels, kernel[None, None], padding=p).flatten(1).T


def places(kernel: Tensor, height: int, width: int, p: int) -> tuple[int, int]:
    """Rows and columns of the output."""
    rows, columns = kernel.shape
    return height + 2 * p - rows + 1, width + 2 * p - columns + 1


def matrix(rng: np.random.Generator) -> Sequence[Case]:
    """The matrix of every layer."""
    return [Case(layer, by_convolution(*layer)) for layer in layers(rng)]


def blocks(rng: np.random.Generator, size: tuple[int, int, int, int]) -> Tensor:
    """A random doubly block Toeplitz matrix with nothing local, of four axes."""
    H, W, rows, columns = size
    values = torch.tensor(rng.normal(size=(rows + H - 1, columns + W - 1)), dtype=torch.float64)
    down = torch.arange(H) - torch.arange(rows)[:, None] + rows - 1
    across = torch.arange(W) - torch.arange(columns)[:, None] + columns - 1
    return values[down[:, None, :, None], across[None, :, None, :]]


def question(by_axes: Tensor, right: bool) -> Case:
    """A decision about a matrix that is given with four axes."""
    rows, columns, H, W = by_axes.shape
    return Case((by_axes.reshape(rows * columns, H * W), H, W, rows, columns), right)


def structure(rng: np.random.Generator) -> Sequence[Case]:
    """Matrices of both kinds, in random order; those that are not differ in one respect each."""
    layer = layers(rng)[1]
    local = by_convolution(*layer).reshape(*places(*layer), layer[1], layer[2])
    free = blocks(rng, (4, 5, 3, 2))
    other_block, other_row = free.clone(), free.clone()
    other_block[1, :, 1, :] = blocks(rng, (4, 5, 3, 2))[0, :, 0, :]  # Toeplitz, and another
    other_row[:, 1] = other_row[:, 1] + blocks(rng, (4, 5, 3, 2))[:, 1]  # repeats, not Toeplitz
    untied = local * torch.tensor(rng.uniform(0.5, 2, size=local.shape), dtype=torch.float64)
    nearly = free.clone()
    nearly[2, 1, 3, 4] = nearly[2, 1, 3, 4] + 0.001
    rounded = free + torch.tensor(rng.normal(size=free.shape) * 1e-14, dtype=torch.float64)
    # constant diagonals across the blocks as well, which are square
    throughout = torch.tensor(rng.normal(size=15 + 20 - 1), dtype=torch.float64)
    lag = torch.arange(20) - torch.arange(15)[:, None] + 14
    plain = throughout[lag].reshape(3, 5, 4, 5)
    cases = [
        question(local, True),
        question(free, True),
        question(rounded, True),
        question(plain, True),
        question(blocks(rng, (3, 4, 5, 6))[::2, ::2], False),  # every second row of a stride
        question(other_block, False),
        question(other_row, False),
        question(untied, False),
        question(nearly, False),
    ]
    return [cases[place] for place in rng.permutation(len(cases))]


def gradient(rng: np.random.Generator) -> Sequence[Case]:
    """What autograd sends from a loss by all entries to the kernel."""
    cases = []
    for kernel, height, width, p in layers(rng):
        kernel = kernel.requires_grad_()
        made = by_convolution(kernel, height, width, p)
        G = torch.tensor(rng.normal(size=made.shape), dtype=torch.float64)
        (received,) = torch.autograd.grad((made * G).sum(), kernel)
        cases.append(Case((G, height, width, *kernel.shape, p), received))
    return cases


def numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """The kernel of the worked step."""
    names = ("first", "second")
    chosen = rng.choice(np.arange(2, 10), size=2, replace=False)
    return {name: int(value) for name, value in zip(names, chosen, strict=True)}


PROBLEM = Problem(
    id="3161969",
    title="Practice: the matrix of a convolution",
    chapter="notebooks/mechanisms/structured-matrices",
    minutes=45,
    questions=(
        Question("matrix", 3, "conv_matrix", matrix, rtol=0.0, atol=1e-8),
        Question("structure", 3, "is_doubly_block_toeplitz", structure),
        Question("gradient", 2, "kernel_gradient", gradient, rtol=1e-6, atol=1e-8),
        Written("not-toeplitz", 2),
    ),
    numbers=numbers,
)
