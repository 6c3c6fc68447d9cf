"""Matrices that are products of small tensors: against torch, and counted by hand."""

from __future__ import annotations

import pytest
import torch

from tying.structured import Factors, block_tensor_train, dense, kronecker, low_rank

SIDE = 3
ALL = {
    "dense": dense(SIDE),
    "low rank": low_rank(SIDE, 2),
    "Kronecker": kronecker(SIDE),
    "sum of Kroneckers": kronecker(SIDE, 2),
    "Monarch": block_tensor_train(SIDE),
    "block tensor-train": block_tensor_train(SIDE, 2),
}


def drawn(structure: Factors, *batch: int) -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return [
        torch.randn(*batch, *shape, dtype=torch.float64, generator=generator)
        for shape in structure.shapes
    ]


def test_low_rank_is_the_product_of_two_thin_matrices():
    U, V = drawn(low_rank(SIDE, 2))
    expected = U.reshape(9, 2) @ V.reshape(2, 9)
    torch.testing.assert_close(low_rank(SIDE, 2).expand(U, V), expected)


def test_kronecker_is_the_sum_of_kronecker_products():
    B, C = drawn(kronecker(SIDE, 2))
    expected = sum(torch.kron(B[..., r], C[..., r]) for r in range(2))
    torch.testing.assert_close(kronecker(SIDE, 2).expand(B, C), expected)


def test_monarch_is_two_matrices_of_blocks_and_permutations():
    left, right = drawn(block_tensor_train(SIDE))
    swap = torch.arange(9).reshape(3, 3).T.flatten()
    first = torch.block_diag(*right[..., 0])[swap]
    expected = (torch.block_diag(*left[..., 0]) @ first)[swap]
    found = block_tensor_train(SIDE).expand(left, right)
    torch.testing.assert_close(found, expected)
    assert torch.linalg.matrix_rank(found) == 9


def test_a_kronecker_product_is_a_monarch_matrix():
    B, C = drawn(kronecker(SIDE))
    left = B.expand(SIDE, SIDE, SIDE, 1)  # the same block for each b
    right = C.expand(SIDE, SIDE, SIDE, 1)
    torch.testing.assert_close(
        block_tensor_train(SIDE).expand(left, right), kronecker(SIDE).expand(B, C)
    )


@pytest.mark.parametrize(
    ("name", "numbers", "multiplications"),
    [
        ("dense", 81, 81),
        ("low rank", 2 * 9 * 2, 2 * 9 * 2),
        ("Kronecker", 2 * 9, 2 * 27),  # C X Bᵀ: two products of 3 by 3 matrices
        ("sum of Kroneckers", 4 * 9, 4 * 27),
        ("Monarch", 2 * 27, 2 * 27),  # two times three blocks of 3 by 3
        ("block tensor-train", 4 * 27, 4 * 27),
    ],
)
def test_numbers_and_multiplications_are_those_by_hand(name, numbers, multiplications):
    assert len(ALL[name]) == numbers
    assert ALL[name].multiplications == multiplications


@pytest.mark.parametrize("structure", ALL.values(), ids=ALL)
def test_axes_in_front_are_matrices_of_their_own(structure):
    parts = drawn(structure, 4)
    together = structure.expand(*parts)
    alone = [structure.expand(*(part[k] for part in parts)) for k in range(4)]
    torch.testing.assert_close(together, torch.stack(alone))


@pytest.mark.parametrize("structure", ALL.values(), ids=ALL)
def test_the_matrix_is_linear_in_each_tensor(structure):
    one, other = drawn(structure, 2)[0] if len(structure.shapes) == 1 else drawn(structure, 2)[1]
    fixed = [part[0] for part in drawn(structure, 2)[:-1]]
    both = structure.expand(*fixed, 2 * one + other)
    parts = 2 * structure.expand(*fixed, one) + structure.expand(*fixed, other)
    torch.testing.assert_close(both, parts)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: dense(0), "side must be 1 or more, got 0"),
        (lambda: low_rank(3, 0), "rank must be 1 or more, got 0"),
        (lambda: dense(2).expand(torch.ones(2, 2, 2)), r"must end in the shapes \(\(2, 2, 2, 2\)"),
        (lambda: kronecker(2).expand(torch.ones(2, 2, 1)), r"got \(\(2, 2, 1\),\)"),
    ],
)
def test_what_does_not_fit_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
