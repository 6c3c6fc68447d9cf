"""The three functions: tie, untie, and the assertion that slots are tied."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import torch
from torch import Tensor, nn

from tying.slots import Slot, find_slots, require_names
from tying.slots.derived import Source, derive, derived_slots, origin, restore
from tying.slots.registration import register
from tying.ties._configuration import warn_if_config_disagrees
from tying.ties._diagnosis import diagnose, share_memory
from tying.ties._requirements import (
    computed_through,
    require_distinct,
    require_fit,
    require_free,
    require_untiable,
)
from tying.ties._splitting import split_path


class NotTiedError(AssertionError):
    """Two slots that should be tied are not.

    Attributes:
        how: ``"copied"`` (equal values in separate memory), ``"aliased"`` (two objects over one
            storage), or ``"re-registered"`` (one of the slots holds another parameter).
    """

    def __init__(self, message: str, how: str) -> None:
        super().__init__(message)
        self.how = how


def tie(model: nn.Module, source: str, *slots: str, transposed: bool = False) -> None:
    """Let ``slots`` hold what ``source`` holds; what they held before is dropped.

    Tie before you build the optimiser, which otherwise goes on holding the dropped objects.
    Slots of a module that is registered at several places move together. The slots hold this very
    object afterwards, also where ``tie`` is called inside ``torch.device("meta")`` or
    ``init_empty_weights`` of accelerate. Offload or shard the model afterwards; FSDP2 needs the
    modules of a tie in one group, ``fully_shard([embedding, head])``, or sharded by their parent.

    A model of transformers ties its head itself, as ``config.tie_word_embeddings`` says, whenever
    it is loaded or its embedding is resized: the configuration wins over ``tie``. If it says that
    they are untied, a saved model holds no head, and a loaded one gets a random head.

    Args:
        model: the module that all the names are relative to.
        source: the slot whose parameter stays, for example ``"embedding.weight"``.
        slots: the slots to tie to it.
        transposed: tie to the transpose of a matrix. The dependent slot then stores nothing:
            it is computed at each access and is no longer in ``state_dict``. If FSDP2 shards the
            two modules by separate calls, the dependent one cannot run, and its forward pass
            raises a ``RuntimeError`` that says what to do.

    Raises:
        TypeError: if ``model`` is not a module, or a slot is not given by its name.
        ValueError: if a slot is unknown, named twice, does not fit in shape, type or device, or
            is what ``source`` is computed from, the other way round, or if accelerate,
            FSDP or DeepSpeed has taken one of them over; nothing is changed then.

    Warns:
        UserWarning: if embedding and head of a model of transformers are tied now, and its
            configuration says that they are not.
    """
    require_names(model, source, *slots)
    if not slots:
        raise ValueError(f"name at least one slot to tie to {source!r}")
    require_distinct(source, *slots)
    first, *others = find_slots(model, source, *slots)
    require_free(model, first, *others, to="tie")
    for other in others:
        require_fit(first, other, transposed)
    others = [other for other in others if not computed_through(first, other, transposed)]
    start = origin(first.module, first.local)
    with warn_if_config_disagrees(model):
        for other in others:
            if transposed == start.transposed:
                _hold(other, start.parameter)
            else:
                derive(other.module, other.local, Source(start.module, start.local))


def untie(model: nn.Module, *slots: str) -> None:
    """Give each of ``slots`` a parameter of its own, with the value that it has now.

    Untie before you build the optimiser: one that was there holds the parameter of the tie alone,
    and never moves the new ones. Build it anew, or hand them over by ``add_param_group``.

    A model of transformers ties its head itself, as ``config.tie_word_embeddings`` says, whenever
    its embedding is resized: set that to False too.

    A module that is registered at several places is split: the place that is named gets a module
    of its own, which goes on sharing everything but the named slot. If all slots of a tie are
    named, the first keeps the object that it holds.

    Raises:
        TypeError: if ``model`` is not a module, or a slot is not given by its name.
        ValueError: if a slot is unknown, shares with no other slot, or is the source of a
            transposed tie whose dependent slot is not named, or if accelerate, FSDP or
            DeepSpeed has taken one over; nothing is changed then.

    Warns:
        UserWarning: if embedding and head of a model of transformers are untied now, and its
            configuration says that they are tied.
    """
    require_names(model, *slots)
    if not slots:
        raise ValueError("name at least one slot to untie")
    require_distinct(*slots)
    partners = require_untiable(model, slots)
    with warn_if_config_disagrees(model):
        for name in reversed(slots):
            slot = _slot_at(model, name)
            if _shares_with_any(model, slot, partners[name]):
                own = slot._replace(module=split_path(model, name))
                _hold(own, _copied(slot.value))


def assert_tied(model: nn.Module, *slots: str) -> None:
    """Raise, saying how the tie is broken, unless all of ``slots`` are tied to one another.

    Raises:
        NotTiedError: an ``AssertionError``, if two of them are not tied.
        TypeError: if ``model`` is not a module, or a slot is not given by its name.
        ValueError: if a slot is unknown, or fewer than two are named.
    """
    require_names(model, *slots)
    if len(slots) < 2:
        raise ValueError(f"a tie joins two slots or more, got {len(slots)}")
    for first, second in pairwise(find_slots(model, *slots)):
        parameters = [_parameter_behind(slot) for slot in (first, second)]
        if parameters[0] is not parameters[1]:
            diagnosis = diagnose(*parameters)
            raise NotTiedError(
                f"{first.name} and {second.name} are not tied, "
                f"{diagnosis.fault}: {diagnosis.reason}",
                diagnosis.fault,
            )


def _shares_with_any(model: nn.Module, slot: Slot, partners: Iterable[str]) -> bool:
    """Whether ``slot`` shares memory with another one of ``partners``.

    Untying only ends sharing. The partners that a ledger gave before it began are therefore all
    that need be looked at, and no ledger is made again.
    """
    parameter = _parameter_behind(slot)
    for partner in partners:
        if partner == slot.name:
            continue
        other = _parameter_behind(_slot_at(model, partner))
        if other is parameter or share_memory(other, parameter):
            return True
    return False


def _parameter_behind(slot: Slot) -> nn.Parameter:
    return origin(slot.module, slot.local).parameter


def _copied(value: Tensor) -> nn.Parameter:
    """A parameter with memory of its own, which is contiguous where there are strides."""
    copy = value.detach().clone()
    if copy.layout == torch.strided and not copy.is_nested:
        copy = copy.contiguous()
    return nn.Parameter(copy, requires_grad=value.requires_grad)


def _slot_at(model: nn.Module, name: str) -> Slot:
    """The slot called ``name``, which is known to exist: no other slot is looked at."""
    path, _, local = name.rpartition(".")
    module = model.get_submodule(path)
    return Slot(name, module, local, derived=local in derived_slots(module))


def _hold(slot: Slot, parameter: nn.Parameter) -> None:
    """Let ``slot`` hold ``parameter``."""
    # Not slot.derived: one place can have two names, and the first of them has restored it.
    if slot.local in derived_slots(slot.module):
        restore(slot.module, slot.local, parameter)
    else:
        register(slot.module, slot.local, parameter)
