"""Pictures of results: a dataclass or tensors and axes in, axes out. Nothing is computed here.

There is a module for each subject (``ledger``, ``layers``, ``trace``, ``risk``, ...), and four that
all of them may use: ``palette`` (colours, and what tells them apart without colour), ``picture`` (a
figure and its alt text), ``graphs`` and ``grids``.
"""
