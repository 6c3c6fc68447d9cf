"""Laws of tying: what a round trip returns to, and what no sequence of ties can break."""

import copy

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from tying.ledger import Ledger, ledger
from tying.ties import assert_tied, tie, untie


class Small(nn.Module):
    """Matrices of one shape and its transpose, square ones, and vectors; one layer reused."""

    def __init__(self, reuse: bool = True) -> None:
        super().__init__()
        first = nn.Linear(3, 2)
        self.wide = nn.ModuleList([first, nn.Linear(3, 2), first if reuse else nn.Linear(3, 2)])
        self.tall = nn.ModuleList([nn.Linear(2, 3), nn.Linear(2, 3, bias=False)])
        self.square = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 2), nn.Tanh()))
        self.rnn = nn.RNN(2, 2)
        self.loose = nn.Parameter(torch.randn(2, 2))


def slot_values(model: nn.Module) -> dict[str, Tensor]:
    """The value of every slot, derived ones included, read the way that a layer reads it."""
    by_name = {}
    for entry in ledger(model).entries:
        for name in entry.slots:
            path, _, local = name.rpartition(".")
            by_name[name] = getattr(model.get_submodule(path), local).detach().clone()
    return by_name


def as_parts(model_ledger: Ledger) -> dict[frozenset[str], int]:
    return {frozenset(entry.slots): entry.numel for entry in model_ledger.entries}


def same(first: dict[str, Tensor], second: dict[str, Tensor]) -> bool:
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


NAMES = sorted(slot_values(Small()))
slots = st.sampled_from(NAMES)
ties_ = st.tuples(st.just("tie"), slots, slots, st.booleans())
unties = st.tuples(st.just("untie"), slots, slots, st.booleans())
steps = st.lists(ties_ | ties_ | unties, max_size=12)


def apply(model: nn.Module, step: tuple[str, str, str, bool]) -> bool:
    """Whether the step was done; a refusal must leave everything as it was."""
    action, first, second, flag = step
    before, values, objects = ledger(model), slot_values(model), list(model.parameters())
    classes = [type(module) for module in model.modules()]
    keys = list(model.state_dict())
    try:
        if action == "tie":
            tie(model, first, second, transposed=flag)
        else:
            untie(model, *([first, second] if flag else [first]))
    except ValueError:
        assert ledger(model) == before and same(slot_values(model), values)
        assert [id(p) for p in model.parameters()] == [id(p) for p in objects]
        assert [type(module) for module in model.modules()] == classes
        assert list(model.state_dict()) == keys
        return False
    return True


def check(model: nn.Module) -> None:
    model_ledger, values = ledger(model), slot_values(model)
    assert model_ledger.stored <= model_ledger.by_object <= model_ledger.by_slot
    assert model_ledger.by_object == sum(p.numel() for p in model.parameters())
    assert (
        model_ledger.by_slot == sum(value.numel() for value in values.values()) == 67
    )  # 24 + 15 + 12 + 12 + 4, by hand
    assert sorted(values) == NAMES
    assert len(model_ledger.aliases) == 0
    registered = {name for name, _ in model.named_parameters(remove_duplicate=False)}
    assert registered == set(NAMES) - {
        name for entry in model_ledger.entries for name in entry.derived
    }
    assert sorted(model.state_dict()) == sorted(registered)
    for entry in model_ledger.entries:
        if len(entry.slots) > 1:
            assert_tied(model, *entry.slots)
        root = values[next(iter(entry.slots))]
        for name in entry.slots:  # one matrix, one way round or the other
            assert torch.equal(values[name], root) or torch.equal(values[name], root.t())


@given(steps)
@settings(max_examples=60, deadline=None)
def test_no_sequence_of_ties_breaks_the_counts(sequence):
    model = Small()
    for step in sequence:
        before = slot_values(model)
        groups = as_parts(ledger(model))
        if apply(model, step):
            check(model)
            action, first, second, transposed = step
            after = slot_values(model)
            if action == "tie":
                assert torch.equal(after[first], before[first])
                assert torch.equal(
                    after[second], before[first].t() if transposed else before[first]
                )
                touched = next(group for group in groups if second in group)
            else:
                assert same(before, after)
                touched = frozenset(NAMES)
            for name in set(NAMES) - touched:  # who shared with none of them is as before
                assert torch.equal(after[name], before[name])


@given(steps)
@settings(max_examples=30, deadline=None)
def test_a_copy_and_a_step_of_the_optimiser_keep_the_slots_of_a_tie_equal(sequence):
    model = Small()
    for step in sequence:
        apply(model, step)
    model_ledger = ledger(model)
    twin = copy.deepcopy(model)
    assert ledger(twin) == model_ledger and same(slot_values(twin), slot_values(model))
    optimizer = torch.optim.Adam(twin.parameters(), lr=0.1)
    values = [
        getattr(twin.get_submodule(name.rpartition(".")[0]), name.rpartition(".")[2])
        for name in NAMES
    ]
    torch.stack([value.sum() * (k + 1) for k, value in enumerate(values)]).sum().backward()
    optimizer.step()
    check(twin)
    assert ledger(twin) == model_ledger
    moved, still = slot_values(twin), slot_values(model)
    assert not any(torch.equal(moved[name], still[name]) for name in NAMES)


SHAPES = {name: value.shape for name, value in slot_values(Small()).items()}
FITTING = [
    ("tie", a, b, transposed)
    for transposed in (False, True)
    for a in NAMES
    for b in NAMES
    if a != b
    if SHAPES[b] == (SHAPES[a][::-1] if transposed else SHAPES[a])
    if not transposed or len(SHAPES[a]) == 2
]


@given(st.lists(st.sampled_from(FITTING), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_tying_and_untying_returns_to_the_start(sequence):
    model = Small(reuse=False)
    start, keys = ledger(model), list(model.state_dict())
    order = [name for name, _ in model.named_parameters()]
    classes = [type(module) for module in model.modules()]
    done = [apply(model, step) for step in sequence]
    assert done[0] or sequence[0][2].startswith("rnn")  # nothing else stands in the way of a first
    values = slot_values(model)
    for entry in ledger(model).tied:
        untie(model, *entry.slots)
    assert ledger(model) == start
    assert list(model.state_dict()) == keys
    assert [name for name, _ in model.named_parameters()] == order
    assert [type(module) for module in model.modules()] == classes
    assert same(slot_values(model), values)
    assert all(p.is_contiguous() for p in model.parameters())
