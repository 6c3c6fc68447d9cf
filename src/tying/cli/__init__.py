"""The ledger at the command line: ``python -m tying ledger module:callable``, or a checkpoint.

- :func:`main`: run a command; what it returns is the exit status.

Help and wrong usage are answered without torch, which is imported when a ledger is made.
"""

from tying.cli._main import main

__all__ = ["main"]
