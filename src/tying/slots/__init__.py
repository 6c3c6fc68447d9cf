"""What a slot is: its name, its value where another slot computes it, and the memory behind it.

The ledger, ties and traces stand on this; chapters do not use it.
"""

from tying.slots.names import Slot, find_slot, require_module, require_shape, slots

__all__ = ["Slot", "find_slot", "require_module", "require_shape", "slots"]
