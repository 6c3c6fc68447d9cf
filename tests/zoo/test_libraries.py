"""The same architectures after a compiler, a scaler, a checkpoint, PEFT and accelerate had them."""

from __future__ import annotations

from typing import Any

import accelerate
import peft
import pytest
import torch

from tests.trace.models import assert_adds_up, summed
from tests.zoo.small import SPECIMENS, Specimen, loss_of
from tests.zoo.test_trace import assert_equal, every_specimen
from tests.zoo.truth import brute_force
from tying.ledger import count_uses, ledger
from tying.trace import trace


def named(*names: str) -> list[Specimen]:
    """The specimens of these names."""
    return [specimen for specimen in SPECIMENS if specimen.name in names]


@pytest.mark.parametrize(
    "specimen",
    named("llama", "vit", "universal transformer", "autoencoder"),
    ids=lambda specimen: specimen.name,
)
def test_compiled_code_and_its_trace_give_one_gradient(specimen):
    graphs = []

    def backend(graph: torch.fx.GraphModule, _: Any) -> Any:
        graphs.append(graph)
        return graph.forward

    model = specimen.build()
    model.compile(backend=backend)
    loss_of(model, specimen.inputs()).backward()
    compiled = [parameter.grad for parameter in model.parameters()]
    assert graphs
    model.zero_grad()
    with trace(model) as t:
        loss_of(model, specimen.inputs()).backward()
    assert_adds_up(t, model)
    for parameter, gradient in zip(model.parameters(), compiled, strict=True):
        assert_equal(parameter.grad, gradient)


@every_specimen
def test_the_scaler_divides_what_was_traced(specimen):
    model = specimen.build()
    optimizer = torch.optim.SGD(model.parameters())
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**10)
    with trace(model) as t:
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(model, specimen.inputs())
        scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            assert torch.equal(parameter.grad, summed(t, name) / 2**10), name


@every_specimen
def test_what_was_there_before_the_trace_is_added_to(specimen):
    model = specimen.build()
    loss_of(model, specimen.inputs(0)).backward()
    before = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
    with trace(model) as t:
        loss_of(model, specimen.inputs(1)).backward()
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            assert torch.equal(parameter.grad, before[name] + summed(t, name)), name


@every_specimen
def test_a_checkpoint_taken_as_it_is_makes_aliases_of_ties(specimen):
    # state_dict() detaches each slot by itself: objects of their own over the same storages
    model = specimen.build()
    ties = {names for names in brute_force(model).by_object if len(names) > 1}
    reused = {
        names
        for names in ties
        if len({id(model.get_submodule(place(name))) for name in names}) == 1
    }
    model.load_state_dict(model.state_dict(), assign=True)
    found, truth = ledger(model), brute_force(model)
    assert {entry.slots for entry in found.aliases} == ties - reused
    assert {names for entry in found.entries for names in entry.objects} == truth.by_object
    assert (found.stored, found.by_object) == truth.counts[:2]
    with trace(model) as t:
        loss_of(model, specimen.inputs()).backward()
    assert_adds_up(t, model)


def place(slot: str) -> str:
    """The path of the module that owns a slot."""
    return slot.rpartition(".")[0]


ADAPTED = [specimen for specimen in SPECIMENS if specimen.adapted]


@pytest.mark.filterwarnings(
    "ignore:Model (with|has) .*tie:UserWarning",
    "ignore:fan_in_fan_out is set to:UserWarning",
    "ignore:`is_gradient_checkpointing`:FutureWarning",  # peft asks transformers for it
)
@pytest.mark.parametrize("specimen", ADAPTED, ids=lambda specimen: specimen.name)
def test_lora_trains_beside_a_tie_that_stays(specimen):
    base = specimen.build()
    tied_before = {len(entry.slots) for entry in ledger(base).tied}
    options = peft.LoraConfig(target_modules=list(specimen.adapted), r=2, init_lora_weights=False)
    model: Any = peft.get_peft_model(base, options)  # pyright: ignore[reportArgumentType]
    found, truth = ledger(model), brute_force(model)
    assert {names for entry in found.entries for names in entry.objects} == truth.by_object
    assert (found.stored, found.by_object) == truth.counts[:2]
    assert {len(entry.slots) for entry in found.tied} == tied_before
    with trace(model) as t:
        loss_of(model, specimen.inputs()).backward()
    assert_adds_up(t, model)
    assert t.names
    assert all("lora_" in name for name in t.names)


# accelerate has no hook that would bring back out_proj of nn.MultiheadAttention, which is read but
# not called: the universal transformer cannot run offloaded.
OFFLOADABLE = [one for one in SPECIMENS if one.name != "universal transformer"]


@pytest.mark.parametrize("specimen", OFFLOADABLE, ids=lambda specimen: specimen.name)
def test_offloaded_weights_are_used_as_often(specimen):
    model = specimen.build().eval()
    inputs = specimen.inputs()
    before, loss = count_uses(model, **inputs), loss_of(model, inputs)
    accelerate.cpu_offload(model)
    assert all(parameter.is_meta for parameter in model.parameters())
    assert count_uses(model, **inputs).by_use == before.by_use
    assert torch.equal(loss_of(model, inputs), loss)


@pytest.mark.parametrize("specimen", OFFLOADABLE, ids=lambda specimen: specimen.name)
def test_the_gradient_of_offloaded_weights_is_nobodys(specimen):
    # They are there for the time of a call, and what arrives at them is gone afterwards.
    model = specimen.build()
    accelerate.cpu_offload(model)
    with trace(model) as t:
        loss_of(model, specimen.inputs()).backward()
    assert all(parameter.grad is None for parameter in model.parameters())
    with pytest.raises(RuntimeError, match="trace the model before it is offloaded"):
        t.uses(next(name for name, _ in model.named_parameters()))
