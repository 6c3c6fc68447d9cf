"""Alignment: what was done to the units is undone, and no other matrix of the group is nearer."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import Tensor

from tying.symmetry import match_units, orthogonal_procrustes

pytestmark = pytest.mark.usefixtures("doubles")


def orthogonal(*batch: int, k: int) -> Tensor:
    """Orthogonal matrices, half of them with a reflection."""
    return torch.linalg.qr(torch.randn(*batch, k, k)).Q


def signed_permutations(k: int) -> list[Tensor]:
    """All of them, written out."""
    eye = torch.eye(k)
    return [
        torch.diag(torch.tensor(signs)) @ eye[list(order)]
        for order in itertools.permutations(range(k))
        for signs in itertools.product((1.0, -1.0), repeat=k)
    ]


def distances(matrices: list[Tensor], W: Tensor, target: Tensor) -> Tensor:
    return (torch.stack(matrices) @ W - target).norm(dim=(1, 2))


@pytest.mark.parametrize(("k", "d"), [(1, 1), (2, 5), (4, 4), (5, 3)])
def test_procrustes_finds_the_rotation_that_was_applied(k: int, d: int):
    W, Q = torch.randn(6, k, d), orthogonal(6, k=k)
    found = orthogonal_procrustes(W, Q @ W)
    torch.testing.assert_close(found @ W, Q @ W)
    torch.testing.assert_close(found @ found.mT, torch.eye(k).expand(6, k, k))
    if k <= d:  # of full row rank: the rotation itself is determined
        torch.testing.assert_close(found, Q)


def test_in_the_plane_procrustes_is_as_near_as_the_best_of_many_angles():
    W, target = torch.randn(2, 3), torch.randn(2, 3)
    angles = torch.linspace(0, 2 * torch.pi, 20_001)[:-1]
    c, s = angles.cos(), angles.sin()
    turns = torch.stack([torch.stack([c, -s], -1), torch.stack([s, c], -1)], -2)
    tried = torch.cat([turns, turns * torch.tensor([1.0, -1.0])])  # and the reflections
    best = (tried @ W - target).norm(dim=(1, 2)).min()
    found = (orthogonal_procrustes(W, target) @ W - target).norm()
    assert found <= best
    assert found == pytest.approx(float(best), rel=1e-6)


@pytest.mark.parametrize("signs", [False, True])
def test_matching_undoes_what_was_done_to_the_units(signs: bool):
    W = torch.randn(5, 4, 7)
    P = torch.eye(4)[torch.stack([torch.randperm(4) for _ in range(5)])]
    if signs:
        P = P * torch.tensor([1.0, -1, -1, 1])
    torch.testing.assert_close(match_units(W, P @ W, signs=signs), P)


@pytest.mark.parametrize("signs", [False, True])
def test_no_other_order_of_the_units_is_nearer(signs: bool):
    W, target = torch.randn(3, 4), torch.randn(3, 4)
    every = signed_permutations(3)
    allowed = every if signs else [P for P in every if (P >= 0).all()]
    assert len(allowed) == (48 if signs else 6)
    found = match_units(W, target, signs=signs)
    assert any(torch.equal(found, P) for P in allowed)
    assert (found @ W - target).norm() == pytest.approx(float(distances(allowed, W, target).min()))


def test_a_greedy_choice_of_the_best_pair_would_be_wrong():
    """Inner products by hand: the largest, 10, leaves 0; the two others make 18."""
    W = torch.eye(2)
    target = torch.tensor([[10.0, 9.0], [9.0, 0.0]])
    torch.testing.assert_close(match_units(W, target), torch.tensor([[0.0, 1.0], [1.0, 0.0]]))


def test_a_unit_of_zeros_keeps_a_place():
    W = torch.tensor([[0.0, 0.0], [1.0, 0.0]])
    P = match_units(W, W, signs=True)
    torch.testing.assert_close(P.abs().sum(0), torch.ones(2))


def test_two_shapes_are_refused_with_both():
    for align in (orthogonal_procrustes, match_units):
        with pytest.raises(ValueError, match=r"one shape, got \(2, 3\) and \(3, 2\)"):
            align(torch.zeros(2, 3), torch.zeros(3, 2))
    with pytest.raises(ValueError, match="must be matrices"):
        orthogonal_procrustes(torch.zeros(3), torch.zeros(3))


def test_too_many_units_are_refused_with_another_way():
    with pytest.raises(ValueError, match=r"at most 8 rows, got 9.*linear_sum_assignment"):
        match_units(torch.zeros(9, 2), torch.zeros(9, 2))
