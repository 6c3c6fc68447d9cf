"""Who shares what: every parameter by slot, object and storage, and how often a pass uses it.

- :func:`ledger`: the :class:`Ledger` of a model, one :class:`Entry` for each group of slots that
  share memory, with totals by storage, by object and by slot.
- :func:`count_uses`: how often one forward pass uses each parameter, as a :class:`UseCount`.
- :mod:`tying.ledger.folding`: the lines in which a ledger of repeated blocks is shown.
"""

from tying.ledger._entry import Entry, Kind
from tying.ledger._ledger import Ledger, ledger
from tying.ledger._uses import UseCount, count_uses

__all__ = ["Entry", "Kind", "Ledger", "UseCount", "count_uses", "ledger"]
