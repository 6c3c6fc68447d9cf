"""What a slot is: its name, its value where another slot computes it, and the memory behind it.

The ledger, ties and traces are built on this subject; a chapter has no need of it.

- :func:`slots`: every :class:`Slot` of a model, repeated places included.
- :func:`find_slot`: the one with a given name, or an error that names the nearest.
- :func:`require_module`, :func:`require_shape`: refusals of arguments that have no slots.
- :mod:`tying.slots.derived`: slots that are computed from another one, as in a transposed tie.
- :mod:`tying.slots.storage`: which bytes of memory a tensor occupies.
"""

from tying.slots.names import Slot, find_slot, require_module, require_shape, slots

__all__ = ["Slot", "find_slot", "require_module", "require_shape", "slots"]
