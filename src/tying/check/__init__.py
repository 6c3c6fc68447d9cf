"""Check an answer to an exercise: one sentence that says what is right or wrong, and no solution.

:func:`check` knows the exercises of the chapters and the problems of the part *Practice*. An
exercise is an entry (:mod:`tying.check.entries`) in the module of its chapter
(``tying.check.chapters``) or of its problem (``tying.check.practice``).
"""

from tying.check._check import check

__all__ = ["check"]
