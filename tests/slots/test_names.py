"""Names of slots: every path, a module inside itself, and what is answered to a wrong argument."""

from typing import Any

import pytest
import torch
from torch import nn

from tying.slots import find_slot, find_slots, modules, slots


def reused() -> nn.Module:
    block = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 2), nn.ReLU()))
    model = nn.ModuleDict({"a": block, "b": block, "c": nn.ModuleList([block[1], block[1]])})
    model.register_module("none", None)
    return model


@pytest.mark.parametrize(
    "model", [reused(), nn.Linear(2, 2), nn.TransformerEncoderLayer(4, 2)], ids=["a", "b", "c"]
)
def test_modules_are_those_of_torch_in_its_order(model):
    assert list(modules(model)) == list(model.named_modules(remove_duplicate=False))


def family() -> nn.Module:
    """A parent whose child keeps the parent, and a grandchild that keeps both."""
    parent, child, grandchild = nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2)
    parent.child, child.grandchild = child, grandchild
    child.parent = grandchild.parent = parent
    grandchild.above = child
    return parent


def test_a_module_inside_itself_is_named_by_its_paths_that_do_not_repeat():
    parent = family()
    expected = ["", "child", "child.grandchild"]
    assert [path for path, _ in modules(parent)] == expected
    names = [slot.name for slot in slots(parent)]
    assert names == [name for name, _ in parent.named_parameters()]  # torch skips what it has seen


def test_a_child_that_is_entered_elsewhere_is_entered_again():
    parent: Any = family()
    both = nn.Sequential(parent, parent.child)
    assert [path for path, _ in modules(both)] == [
        *("", "0", "0.child", "0.child.grandchild"),
        *("1", "1.grandchild", "1.grandchild.parent", "1.parent"),
    ]


def test_an_unknown_name_in_a_module_inside_itself_is_answered():
    with pytest.raises(ValueError, match=r"no slot 'child.wieght'; did you mean 'child.weight'"):
        find_slot(family(), "child.wieght")


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        (lambda m: m["a"][0].weight, "got Parameter; did you mean 'a.0.weight' or 'b.0.weight'"),
        (lambda m: m["c"], r"got ModuleList$"),
        (lambda m: m["a"][0], "got Linear; did you mean 'a.0.weight' or 'a.0.bias' or 'b.0.we"),
        (lambda m: {"a.0.weight"}, "got set; pass the names one by one"),
        (lambda m: None, r"got NoneType$"),
        (lambda m: torch.zeros(2, 2), r"got Tensor$"),
    ],
)
def test_what_is_not_a_name_is_answered_by_the_name_that_was_meant(wrong, answer):
    model = reused()
    with pytest.raises(TypeError, match=answer):
        find_slot(model, wrong(model))


@pytest.mark.parametrize(
    ("name", "answer"),
    [("c", r"its slots are c.0.0.weight"), ("c.0.1", "its slots are none"), ("", "a.0.weight, a.")],
)
def test_the_name_of_a_module_is_answered_by_the_slots_in_it(name, answer):
    with pytest.raises(ValueError, match=f"that name is a module; .*{answer}"):
        find_slot(reused(), name)


def test_several_slots_come_in_the_order_in_which_they_are_named():
    model: Any = reused()
    names = ("c.0.0.bias", "a.0.weight", "b.0.weight")
    held = find_slots(model, *names)
    assert tuple(slot.name for slot in held) == names
    assert held[0].value is model["a"][1][0].bias and held[1].value is held[2].value
    assert find_slots(model) == ()


def test_of_several_unknown_names_the_first_is_answered():
    with pytest.raises(ValueError, match=r"no slot 'b.0.wight'; did you mean .*'b.0.weight'"):
        find_slots(reused(), "a.0.weight", "b.0.wight", "a.0.bis")


def test_several_slots_are_found_in_one_walk(monkeypatch):
    walks = []

    def counted(model: nn.Module) -> Any:
        walks.append(model)
        return modules(model)

    monkeypatch.setattr("tying.slots.names.modules", counted)
    find_slots(reused(), "a.0.weight", "b.0.weight", "c.0.0.bias")
    assert len(walks) == 1
