"""What a slot is: its name, its value where another slot computes it, and the memory behind it.

The ledger, ties and traces are built on this subject; a chapter has no need of it.

- :func:`slots`: every :class:`Slot` of a model, repeated places included.
- :func:`modules`: every module by each of its paths.
- :func:`find_slot`: the one with a given name, or an error that names the nearest;
  :func:`find_slots`: several at once.
- :func:`require_module`, :func:`require_names`, :func:`require_shape`, :func:`require_unscripted`:
  refusals of arguments that name no slots, and of models that hide their operations.
- :mod:`tying.slots.derived`: slots that are computed from another one, as in a transposed tie.
- :mod:`tying.slots.registration`: putting a parameter into a slot.
- :mod:`tying.slots.contents`: the plain tensors that any other is made of.
- :mod:`tying.slots.storage`: which bytes of memory a plain tensor occupies.
- :mod:`tying.slots.offload`: parameters that accelerate keeps elsewhere between passes.
"""

from tying.slots.names import (
    Slot,
    find_slot,
    find_slots,
    modules,
    require_module,
    require_names,
    require_shape,
    require_unscripted,
    slots,
)

__all__ = [
    "Slot",
    "find_slot",
    "find_slots",
    "modules",
    "require_module",
    "require_names",
    "require_shape",
    "require_unscripted",
    "slots",
]
