"""The problem *The matrix of a convolution*."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from tying.check.entries import Case, Function, Value

TURNED = "The kernel is turned. PyTorch computes a cross-correlation, which turns nothing."
AROUND = "At the edge the window reads the opposite edge. There are zeros."
COLUMNS = "Image and output are read row by row, and not column by column."
START = "With padding the first window starts outside the image."
OWN = "The nonzero entries are where they should be, but one weight has several values."
TRANSPOSED = "A row belongs to an output and a column to a pixel, and not the other way round."
NO_PADDING = "The padding makes the output larger, so the matrix has more rows."
BLOCKS = "These decisions do not compare one block with the next."
ENTRIES = "These decisions do not look at the diagonals inside the blocks."
PLAIN = "A diagonal ends where its block ends. The next block has diagonals of its own."
ROUNDING = "A difference that is far below 0.000000001 is rounding, and does not count."
LOCAL = "Nothing is demanded of the size of a window: the matrix may be full."
ALWAYS = "One decision for all cases: is anything compared?"
NEVER = "One decision for all cases: which entries are compared, and with what?"
MEAN = "That is the mean over the places. All of them move if the weight moves."
LAST = "That is the last place of each weight alone: every place overwrites the one before."
TURNED_SUMS = "The sums are right, but they belong to the turned kernel."

WIDE = [[1.0, 2, 0, 0, 3, 4, 0, 0], [0.0, 1, 2, 0, 0, 3, 4, 0], [0.0, 0, 1, 2, 0, 0, 3, 4]]
EMPTY = [[0.0] * 6] * 3
PADDED = [
    *EMPTY,
    [2.0, 3, 0, 0, 0, 0],
    [1.0, 2, 3, 0, 0, 0],
    [0.0, 1, 2, 0, 0, 0],
    [0.0, 0, 0, 2, 3, 0],
    [0.0, 0, 0, 1, 2, 3],
    [0.0, 0, 0, 0, 1, 2],
    *EMPTY,
]
AROUND_RINGS = [
    *([0.0, 0, 0, *row] for row in ([2, 3, 1], [1, 2, 3], [3, 1, 2])),
    *([*row, 0.0, 0, 0] for row in ([2, 3, 1], [1, 2, 3], [3, 1, 2])),
]
FREE = [
    [6.0, 7, 8, 10, 11, 12],
    [5.0, 6, 7, 9, 10, 11],
    [2.0, 3, 4, 6, 7, 8],
    [1.0, 2, 3, 5, 6, 7],
]
"""A doubly block Toeplitz matrix of 2 by 2 blocks, each of 2 by 3 entries, with nothing local."""


def _untied(expected: list[list[float]]) -> Any:
    """Recognises a matrix with these zeros whose other entries differ from the expected ones."""

    def found(given: Any) -> bool:
        try:
            matrix = torch.as_tensor(given, dtype=torch.float64).cpu()
        except (TypeError, ValueError, RuntimeError):
            return False
        right = torch.tensor(expected, dtype=torch.float64)
        if matrix.shape != right.shape or not torch.equal(matrix != 0, right != 0):
            return False
        spread = [matrix[right == weight].unique().numel() for weight in right.unique()]
        return max(spread) > 1

    return found


def _layer(kernel: list[list[float]], H: int, W: int, p: int) -> Any:
    return lambda: (torch.tensor(kernel, dtype=torch.float64), H, W, p)


def _entries(size: int, columns: int, times: int, modulus: int, less: int) -> Tensor:
    """Whole numbers that follow no pattern of a convolution."""
    numbers = torch.arange(1, size + 1, dtype=torch.float64) * times % modulus - less
    return numbers.reshape(-1, columns)


def _with(changes: dict[tuple[int, int], float]) -> list[list[float]]:
    """``FREE`` with other entries at some positions."""
    rows = [list(row) for row in FREE]
    for (i, j), value in changes.items():
        rows[i][j] = value
    return rows


def _decision(matrix: list[list[float]], right: bool, size: tuple[int, ...] = (2, 3, 2, 2)) -> Case:
    return Case(lambda: (torch.tensor(matrix, dtype=torch.float64), *size), Value(right))


EXERCISES = {
    "matrix": Function(
        "conv_matrix(K, H, W, p)",
        (
            Case(
                _layer([[1, 2], [3, 4]], 2, 4, 0),
                Value(
                    WIDE,
                    (
                        (
                            [
                                [4.0, 3, 0, 0, 2, 1, 0, 0],
                                [0.0, 4, 3, 0, 0, 2, 1, 0],
                                [0.0, 0, 4, 3, 0, 0, 2, 1],
                            ],
                            TURNED,
                        ),
                        (
                            [
                                [1.0, 3, 2, 4, 0, 0, 0, 0],
                                [0.0, 0, 1, 3, 2, 4, 0, 0],
                                [0.0, 0, 0, 0, 1, 3, 2, 4],
                            ],
                            COLUMNS,
                        ),
                        ([list(column) for column in zip(*WIDE, strict=True)], TRANSPOSED),
                        (_untied(WIDE), OWN),
                    ),
                ),
            ),
            Case(
                _layer([[1, 2, 3]], 2, 3, 1),
                Value(
                    PADDED,
                    (
                        ([*AROUND_RINGS, *AROUND_RINGS], AROUND),
                        (
                            [
                                [1.0, 2, 3, 0, 0, 0],
                                [0.0, 1, 2, 0, 0, 0],
                                [0.0, 0, 1, 0, 0, 0],
                                [0.0, 0, 0, 1, 2, 3],
                                [0.0, 0, 0, 0, 1, 2],
                                [0.0, 0, 0, 0, 0, 1],
                                *EMPTY,
                                *EMPTY,
                            ],
                            START,
                        ),
                        ([[1.0, 2, 3, 0, 0, 0], [0.0, 0, 0, 1, 2, 3]], NO_PADDING),
                        (_untied(PADDED), OWN),
                    ),
                ),
            ),
        ),
    ),
    "structure": Function(
        "is_doubly_block_toeplitz(T, H, W, rows, columns)",
        (
            _decision(
                [
                    [1.0, 2, 0, 0, 0, 0],
                    [0.0, 1, 2, 0, 0, 0],
                    [0.0, 0, 0, 1, 2, 0],
                    [0.0, 0, 0, 0, 1, 2],
                ],
                True,
            ),
            _decision(FREE, True),
            _decision([[float(4 - i + j) for j in range(6)] for i in range(4)], True, (3, 2, 2, 2)),
            _decision(_with({(0, 0): 6 + 1e-12}), True),
            _decision(
                _with({(2, 3): 3, (2, 4): 1, (2, 5): 4, (3, 3): 2, (3, 4): 3, (3, 5): 1}), False
            ),
            _decision(_with({(1, 2): 9, (3, 5): 9}), False),
            _decision(
                [
                    [1.0, 2, 0, 0, 0, 0],
                    [0.0, 3, 1, 0, 0, 0],
                    [0.0, 0, 0, 2, 2, 0],
                    [0.0, 0, 0, 0, 1, 3],
                ],
                False,
            ),
            _decision(_with({(0, 0): 6.001}), False),
        ),
        patterns=(
            ((True, True, True, True, True, False, False, False), BLOCKS),
            ((True, True, True, True, False, True, False, False), ENTRIES),
            ((False, False, True, False, False, False, False, False), PLAIN),
            ((True, True, True, False, False, False, False, False), ROUNDING),
            ((True, False, False, False, False, False, False, False), LOCAL),
            ((True,) * 8, ALWAYS),
            ((False,) * 8, NEVER),
        ),
    ),
    "gradient": Function(
        "kernel_gradient(G, H, W, k_h, k_w, p)",
        (
            Case(
                lambda: (_entries(24, 8, 7, 11, 3), 2, 4, 2, 2, 0),
                Value(
                    [[3.0, 2.0], [10.0, 9.0]],
                    (
                        ([[1.0, 2 / 3], [10 / 3, 3.0]], MEAN),
                        ([[-2.0, 5.0], [4.0, 0.0]], LAST),
                        ([[9.0, 10.0], [2.0, 3.0]], TURNED_SUMS),
                    ),
                ),
            ),
            Case(
                lambda: (_entries(72, 6, 5, 13, 4), 2, 3, 1, 3, 1),
                Value([[10.0, 5.0, 14.0]], (([[14.0, 5.0, 10.0]], TURNED_SUMS),)),
            ),
        ),
    ),
}
