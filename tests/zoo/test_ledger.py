"""The ledger of real architectures, against brute force, their own declarations, and print."""

import pytest
from torch import nn
from transformers import PreTrainedModel

from tests.zoo.published import OTHERS, PUBLISHED, Architecture
from tests.zoo.truth import brute_force, declared_ties
from tying.ledger import ledger


def test_the_zoo_is_a_zoo():
    names = {animal.name.partition("-")[0] for animal in PUBLISHED + OTHERS}
    assert len(names) >= 40
    assert all(animal.source for animal in PUBLISHED)


def test_a_printed_count_is_exact_or_rounded():
    rounded = Architecture("", list, "340M")  # pyright: ignore[reportArgumentType]
    assert rounded.admits(336_226_108) and not rounded.admits(334_000_000)
    exact = Architecture("", list, "1,000")  # pyright: ignore[reportArgumentType]
    assert exact.admits(1_000) and not exact.admits(1_001)


@pytest.mark.parametrize("animal", PUBLISHED + OTHERS, ids=lambda animal: animal.name)
def test_the_ledger_tells_the_truth(animal):
    model = animal.on_meta()
    found, truth = ledger(model), brute_force(model)
    assert {entry.slots for entry in found.entries} == truth.by_storage
    assert {names for entry in found.entries for names in entry.objects} == truth.by_object
    assert (found.stored, found.by_object, found.by_slot) == truth.counts
    assert (found.nbytes, found.buffers) == (truth.nbytes, truth.buffers)
    assert found.aliases == ()
    ties = {frozenset(entry.slots) for entry in found.tied}
    if isinstance(model, PreTrainedModel):
        assert ties == declared_ties(model)
    else:
        assert ties == {frozenset(names) for names in animal.ties}
    if animal.printed:
        assert animal.admits(found.stored), f"{animal.source}: {animal.printed}"


@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_brute_force_sees_an_alias(device):
    first, second = (nn.Linear(3, 3, bias=False, device=device) for _ in range(2))
    model = nn.Sequential(first, second)
    assert brute_force(model).counts == (18, 18, 18)
    second.weight = nn.Parameter(first.weight.detach())
    assert brute_force(model).counts == (9, 18, 18)
    assert brute_force(model).by_storage == {("0.weight", "1.weight")}
    second.weight = first.weight
    assert brute_force(model).counts == (9, 9, 18)
