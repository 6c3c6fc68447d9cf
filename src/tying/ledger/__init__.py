"""Who shares what: every parameter by slot, object and storage, and how often a pass uses it."""

from tying.ledger._entry import Entry
from tying.ledger._ledger import Ledger, ledger
from tying.ledger._uses import UseCount, count_uses

__all__ = ["Entry", "Ledger", "UseCount", "count_uses", "ledger"]
