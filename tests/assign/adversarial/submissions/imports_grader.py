"""graded: It imports the part that grades."""

import importlib


def answer(n, secret):
    reached = []
    for name in ("grading", "definition", "compare", "catalogue", "problems", "sandbox"):
        try:
            importlib.import_module(f"tying_assign.{name}")
            reached.append(name)
        except ImportError:
            pass
    assert not reached, reached
    return n
