"""graded: It looks for what is expected in its descriptors, arguments, variables and objects."""

import gc
import os
import sys
from pathlib import Path


def answer(n, secret):
    reached = [one for one in os.listdir("/proc/self/fd") if int(one) > 5]  # noqa: PTH208
    text = Path("/proc/self/cmdline").read_text() + str(dict(os.environ))
    frame = sys._getframe()
    while frame:
        text += str({key: str(value)[:2000] for key, value in frame.f_locals.items()})
        frame = frame.f_back
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "expected" in thing:
            reached.append("expected in a dictionary")
    assert "'expected'" not in text
    assert not reached, reached
    return n
