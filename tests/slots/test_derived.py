"""The mechanism under a transposed tie: classes, places, copies."""

import abc
import copy
import inspect

import pytest
import torch
from torch import Tensor, nn
from torch.distributed.tensor import Replicate, distribute_tensor

from tests.slots.makes import first_of_two_processes
from tying.slots.derived import (
    Source,
    declared,
    derive,
    derived_slots,
    origin,
    restore,
    source_chain,
)


def pair() -> tuple[nn.Linear, nn.Linear]:
    source, dependent = nn.Linear(4, 2), nn.Linear(2, 4)
    derive(dependent, "weight", Source(source, "weight"))
    return source, dependent


def test_the_value_is_taken_at_each_access():
    source, dependent = pair()
    first = dependent.weight
    source.weight = nn.Parameter(torch.full((2, 4), 5.0))
    assert torch.equal(dependent.weight, torch.full((4, 2), 5.0))
    assert not torch.equal(first, dependent.weight)
    assert dependent.weight.untyped_storage()._cdata == source.weight.untyped_storage()._cdata


def test_the_class_is_a_subclass_with_the_same_name_and_is_put_back():
    source, dependent = pair()
    assert isinstance(dependent, nn.Linear) and type(dependent) is not nn.Linear
    assert type(dependent).__name__ == "Linear"
    assert type(dependent).__module__ == nn.Linear.__module__
    restore(dependent, "weight", nn.Parameter(torch.zeros(4, 2)))
    assert type(dependent) is nn.Linear and derived_slots(dependent) == {}
    assert set(vars(dependent)) == set(vars(source))


def test_a_class_that_was_built_on_is_built_on_again():
    source, dependent = pair()
    kind = type("Marked", (type(dependent),), {})
    dependent.__class__ = kind
    derive(dependent, "bias", Source(nn.Linear(1, 4), "weight"))
    assert isinstance(dependent, kind) and dependent.bias.shape == (1, 4)
    assert torch.equal(dependent.weight, source.weight.t())


def test_other_instances_of_the_class_are_left_alone():
    pair()
    assert isinstance(nn.Linear(2, 2).weight, nn.Parameter) and "weight" not in vars(nn.Linear)


def test_the_dependent_is_declared_where_it_stood():
    _, dependent = pair()
    assert list(dependent._parameters) == ["bias"]
    assert declared(dependent) == ["weight", "bias"]


def test_the_chain_of_sources_ends_where_the_parameter_is():
    source, dependent = pair()
    third = nn.Linear(4, 2)
    derive(third, "weight", Source(dependent, "weight"))
    places = source_chain(third, "weight")
    assert [place.module for place in places] == [third, dependent, source]
    assert [place.transposed for place in places] == [False, True, False]
    end = origin(third, "weight")
    assert end == places[-1] and end.parameter is source.weight
    assert torch.equal(third.weight, source.weight)


def test_a_source_without_other_references_is_kept_alive():
    dependent = pair()[1]
    assert dependent.weight.shape == (4, 2)


def test_the_source_is_no_child_of_the_dependent():
    _, dependent = pair()
    assert list(dependent.children()) == [] and len(list(dependent.parameters())) == 1


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_a_copy_is_derived_on_its_own(duplicate):
    _, dependent = pair()
    twin = duplicate(dependent)
    assert torch.equal(twin.weight, dependent.weight) and declared(twin) == ["weight", "bias"]
    restore(dependent, "weight", nn.Parameter(torch.zeros(4, 2)))
    assert torch.equal(dependent.weight, torch.zeros(4, 2))
    if duplicate is copy.deepcopy:
        assert twin.weight.any() and derived_slots(twin)


def test_the_state_of_a_module_is_what_a_copy_takes_along():
    class Forgetful(nn.Linear):
        def __getstate__(self) -> dict:
            return {**self.__dict__, "cache": None}

    source, dependent = nn.Linear(4, 2), Forgetful(2, 4)
    dependent.cache = torch.ones(3)
    derive(dependent, "weight", Source(source, "weight"))
    assert copy.deepcopy(nn.Sequential(source, dependent))[1].cache is None


def test_a_class_with_a_metaclass_of_its_own():
    class Abstract(nn.Module, abc.ABC):
        @abc.abstractmethod
        def name(self) -> str: ...

    class Concrete(Abstract):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(4, 2))

        def name(self) -> str:
            return "concrete"

    source, dependent = nn.Linear(4, 2), Concrete()
    derive(dependent, "weight", Source(source, "weight"))
    assert torch.equal(dependent.weight, source.weight.t()) and dependent.name() == "concrete"


def test_hooks_stay():
    _, dependent = pair()
    seen: list[tuple[int, ...]] = []

    def note(module: nn.Module, args: tuple, output: Tensor) -> None:
        seen.append(tuple(output.shape))

    dependent.register_forward_hook(note)
    dependent(torch.ones(3, 2))
    restore(dependent, "weight", nn.Parameter(torch.zeros(4, 2)))
    dependent(torch.ones(3, 2))
    assert seen == [(3, 4), (3, 4)]


# --- a source of which this process holds a shard ---


@pytest.fixture
def mesh():
    with first_of_two_processes() as mesh:
        yield mesh


def test_a_module_says_why_it_cannot_run_while_its_source_is_a_shard(mesh):
    source, dependent = pair()
    source.weight = nn.Parameter(distribute_tensor(source.weight.detach(), mesh, [Replicate()]))
    with pytest.raises(
        RuntimeError, match=r"'weight' of a Linear .*fully_shard\(\[source, dep"
    ) as e:
        dependent(torch.ones(1, 2))
    assert "mixed torch.Tensor and DTensor" in str(e.value.__cause__)


def test_a_module_whose_input_is_distributed_too_runs(mesh):
    source, dependent = pair()
    expected = dependent(torch.ones(1, 2))
    for module, name in ((source, "weight"), (dependent, "bias")):
        whole = getattr(module, name).detach()
        setattr(module, name, nn.Parameter(distribute_tensor(whole, mesh, [Replicate()])))
    y = dependent(distribute_tensor(torch.ones(1, 2), mesh, [Replicate()]))
    torch.testing.assert_close(y.to_local(), expected)


def test_other_errors_of_a_module_are_its_own(mesh):
    source, dependent = pair()
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        dependent(torch.ones(1, 3))
    shard = distribute_tensor(torch.ones(1, 2), mesh, [Replicate()])
    with pytest.raises(RuntimeError, match=r"^aten.* mixed torch.Tensor and DTensor"):
        dependent(shard)  # here the input is what is distributed
    source.weight = nn.Parameter(distribute_tensor(source.weight.detach(), mesh, [Replicate()]))
    with pytest.raises(ValueError, match="no shard"):
        type(dependent).forward(dependent, Failing())  # pyright: ignore[reportArgumentType]


class Failing:
    """An input that fails with an error of its own."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        raise ValueError("no shard")


def test_the_forward_pass_keeps_its_signature_and_its_words():
    _, dependent = pair()
    assert inspect.signature(type(dependent).forward) == inspect.signature(nn.Linear.forward)
    assert type(dependent).forward.__doc__ == nn.Linear.forward.__doc__
