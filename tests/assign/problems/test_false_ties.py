"""The hidden values of ``false-ties``, against what torch does to the models."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn

from tying.check.models import SLOTS, WAYS, claimed, six_models
from tying.ledger import ledger
from tying.ties import assert_tied
from tying_assign.catalogue import find
from tying_assign.definition import Case, generator

PROBLEM = find("false-ties")
QUESTIONS = {question.name: question for question in PROBLEM.graded}


def cases(name: str, seed: int = 4) -> list[Case]:
    return list(QUESTIONS[name].cases(generator(PROBLEM, name, seed)))


def adam_numbers(model: nn.Module) -> int:
    """What Adam's state holds after a step, without its counters of steps."""
    optimizer = torch.optim.Adam(model.parameters())
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    kept = [value for state in optimizer.state.values() for value in state.values()]
    return sum(value.numel() for value in kept if value.ndim)


def moves(make: type[torch.optim.Optimizer], model: nn.Module, slot: str) -> Tensor:
    """How the numbers in a slot change in a step of an optimiser for the whole model."""
    value = model.get_parameter(slot)
    before = value.detach().clone()
    make(model.parameters(), lr=0.01).step()  # pyright: ignore[reportCallIssue]
    return value.detach() - before


@pytest.mark.parametrize("seed", [0, 4])
def test_each_way_is_there_twice_in_every_class(seed: int):
    words = [case.expected for case in cases("kind", seed)]
    assert {word: words.count(word) for word in words} == {
        "tie": 2,
        "alias": 4,
        "copy": 4,
        "separate": 2,
    }


def test_only_ties_are_ties_for_the_package():
    for case in cases("kind"):
        model, *slots = case.args
        if case.expected == "tie":
            assert_tied(model.module, *slots)
        else:
            with pytest.raises(AssertionError):
                assert_tied(model.module, *slots)


def test_aliases_share_memory_and_copies_only_values():
    for case in cases("kind"):
        first, second = (case.args[0].module.get_parameter(slot) for slot in case.args[1:])
        with torch.no_grad():
            equal = bool((first == second).all())
            first.add_(1)
            follows = bool((first == second).all())
        assert (equal, follows) == {
            "tie": (True, True),
            "alias": (True, True),
            "copy": (True, False),
            "separate": (False, False),
        }[case.expected]


def test_costs_are_what_is_stored_and_what_adam_keeps():
    for case in cases("costs"):
        model = case.args[0].module
        assert case.expected == {"stored": ledger(model).stored, "adam": adam_numbers(model)}


@pytest.mark.parametrize(("name", "make"), [("sgd", torch.optim.SGD), ("adam", torch.optim.Adam)])
def test_first_steps_are_those_of_the_optimisers(name: str, make: type[torch.optim.Optimizer]):
    for case in cases("first-step"):
        wrapped, first, second, x = case.args
        model = wrapped.module
        model.zero_grad()
        model(x).square().mean().backward()
        one, other = model.get_parameter(first), model.get_parameter(second)
        honest = nn.Module()
        honest.register_parameter("weight", nn.Parameter(one.detach().clone()))
        honest.get_parameter("weight").grad = one.grad if one is other else one.grad + other.grad
        tied = moves(make, honest, "weight").norm()
        ratio = moves(make, model, first).norm() / tied
        assert case.expected[name] == pytest.approx(ratio.item(), rel=1e-5)


def test_what_shows_a_false_tie_is_the_step_of_adam_or_of_gradient_descent():
    kinds = [case.expected for case in cases("kind")]
    steps = [case.expected for case in cases("first-step")]
    assert len(kinds) == len(steps)
    ones = [{name: abs(value - 1) < 1e-4 for name, value in step.items()} for step in steps]
    assert sum(one == {"sgd": True, "adam": True} for one in ones) == kinds.count("tie")
    assert sum(one == {"sgd": True, "adam": False} for one in ones) == kinds.count("alias")
    others = kinds.count("copy") + kinds.count("separate")
    assert sum(not one["sgd"] for one in ones) == others


def test_the_six_models_are_one_of_each_way():
    report = {letter: ledger(model) for letter, model in six_models().items()}
    stored = [one.stored for one in report.values()]
    assert sorted(stored) == [44, 44, 44, 60, 60, 60]  # 3 * 20, less 16 where memory is shared
    tied = [letter for letter, model in six_models().items() if is_tied(model)]
    assert len(tied) == 1
    assert len(six_models()) == len(WAYS)


def is_tied(model: nn.Module) -> bool:
    first, second = (model.get_parameter(slot) for slot in SLOTS)
    return first is second


def test_a_deep_copy_of_a_whole_model_keeps_a_tie_and_loses_an_alias():
    tie, alias = (copy.deepcopy(claimed(way, 3, 3, (0, 2), 0)) for way in ("tie", "alias"))
    assert is_tied(tie)
    first, second = (alias.get_parameter(slot) for slot in SLOTS)
    assert first.data_ptr() != second.data_ptr()
