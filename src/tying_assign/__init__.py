"""Assignments of the book: to build them, to grade submissions safely, to hand on the results.

``python -m tying_assign --help`` lists the commands. A problem is a folder below ``problems``:

problem.md    the text and the cells: the source of the page and of both notebooks
grader.py     ``PROBLEM``, a :class:`tying_assign.definition.Problem` with the hidden tests
probes.py     functions that look at what a submission defines; only where a question needs one
wrong/*.py    wrong answers that people give, which have to lose points
"""
