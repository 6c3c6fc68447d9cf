"""Make a tie, undo it, and say how it is broken.

A tie is identity: two slots are tied when they hold one ``Parameter`` object, or when one of
them is computed from the other. Neither equal values nor a common storage is a tie.

- :func:`tie`: let several slots hold one parameter, plainly or transposed.
- :func:`untie`: give slots parameters of their own, with the values that they have.
- :func:`assert_tied`: raise a :class:`NotTiedError` that says how a tie is broken.
"""

from tying.ties._ties import NotTiedError, assert_tied, tie, untie

__all__ = ["NotTiedError", "assert_tied", "tie", "untie"]
