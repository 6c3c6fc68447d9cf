"""The ledger against brute force: sets of byte addresses, and the components of their overlaps."""

from collections.abc import Iterator

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from tying.ledger import ledger

DTYPES = [torch.int8, torch.float16, torch.float32, torch.float64]


def addresses(tensor: Tensor) -> Iterator[tuple[int, int]]:
    """First byte and end of every element, within the storage."""
    starts = [int(tensor.storage_offset())]
    for stride, length in zip(tensor.stride(), tensor.shape, strict=True):
        starts = [start + stride * i for start in starts for i in range(length)]
    width = tensor.element_size()
    return ((start * width, (start + 1) * width) for start in starts)


def bytes_of(tensor: Tensor) -> set[int]:
    return {byte for start, end in addresses(tensor) for byte in range(start, end)}


def components(sets: list[set]) -> list[list[int]]:
    """Indices joined by common members, by joining until nothing changes."""
    groups = [[i] for i in range(len(sets))]
    while True:
        for a in range(len(groups)):
            for b in range(a + 1, len(groups)):
                if any(sets[i] & sets[j] for i in groups[a] for j in groups[b]):
                    groups[a] += groups.pop(b)
                    break
            else:
                continue
            break
        else:
            return sorted(sorted(group) for group in groups)


@st.composite
def views(draw, storages: int) -> tuple[int, Tensor]:
    """Which storage, and any strided view that fits into its 96 bytes, on the meta device."""
    dtype = draw(st.sampled_from(DTYPES))
    room = 96 // dtype.itemsize
    shape, stride, left = [], [], draw(st.integers(0, room - 1))
    offset = room - 1 - left
    for _ in range(draw(st.integers(0, 3))):
        shape.append(draw(st.integers(0, 5)))
        step = left // max(shape[-1] - 1, 1)
        stride.append(draw(st.integers(0, min(step, 8))))
        left -= stride[-1] * max(shape[-1] - 1, 0)
    tensor = torch.empty(0, dtype=dtype, device="meta")
    return draw(st.integers(0, storages - 1)), tensor.as_strided(shape, stride, offset)


@st.composite
def models(draw) -> tuple[nn.ParameterList, list[tuple[int, Tensor]]]:
    """Parameters over three storages, some of them in several slots."""
    raw = [torch.empty(96, dtype=torch.int8, device="meta") for _ in range(3)]
    objects = []
    for which, view in draw(st.lists(views(3), min_size=1, max_size=8)):
        tensor = raw[which].view(view.dtype)
        tensor = tensor.as_strided(view.shape, view.stride(), int(view.storage_offset()))
        floating = tensor.is_floating_point()
        objects.append((which, nn.Parameter(tensor, requires_grad=floating)))
    slots = draw(st.lists(st.integers(0, len(objects) - 1), min_size=1, max_size=12))
    held = [objects[i] for i in slots]
    return nn.ParameterList(parameter for _, parameter in held), held


@settings(deadline=None)
@given(models())
def test_entries_are_the_components_of_common_bytes(case):
    model, held = case
    objects = list({id(p): (which, p) for which, p in held}.values())
    sets = [{(which, byte) for byte in bytes_of(p)} for which, p in objects]
    entries = ledger(model).entries
    slots_of = [[str(i) for i, (_, p) in enumerate(held) if p is own] for _, own in objects]
    assert [entry.objects for entry in entries] == [
        tuple(tuple(slots_of[i]) for i in part) for part in components(sets)
    ]


@settings(deadline=None)
@given(models())
def test_the_bytes_of_an_entry_are_the_size_of_the_union(case):
    model, held = case
    for entry in ledger(model).entries:
        members = [held[int(name)] for name in entry.slots]
        union = {(which, byte) for which, p in members for byte in bytes_of(p)}
        assert entry.nbytes == len(union)
        if len({p.dtype for _, p in members}) == 1 and all(
            byte % p.element_size() == 0 for _, p in members for byte, _ in addresses(p)
        ):
            assert entry.numel == len(union) / members[0][1].element_size()


@settings(deadline=None)
@given(models())
def test_the_kind_follows_from_the_byte_sets(case):
    model, held = case
    for entry in ledger(model).entries:
        objects = [held[int(names[0])][1] for names in entry.objects]
        sets = [bytes_of(p) for p in objects]
        if len(objects) > 1:
            alike = all(one == sets[0] for one in sets)
            assert entry.kind == ("storage-alias" if alike else "overlap")
        elif len(entry.slots) > 1:
            assert entry.kind == "same-parameter"
        else:
            windowed = len(sets[0]) < objects[0].numel() * objects[0].element_size()
            assert entry.kind == ("expanded" if windowed else "unique")


@settings(deadline=None)
@given(models())
def test_stored_is_at_most_by_object_and_that_at_most_by_slot(case):
    model, held = case
    model_ledger = ledger(model)
    assert model_ledger.stored <= model_ledger.by_object <= model_ledger.by_slot
    assert model_ledger.by_object == sum(p.numel() for p in model.parameters())
    assert model_ledger.by_slot == sum(p.numel() for _, p in held)
    trainable = {id(p): p for _, p in held if p.requires_grad}.values()
    assert model_ledger.optimizer_nbytes(1) == sum(p.numel() * p.element_size() for p in trainable)
