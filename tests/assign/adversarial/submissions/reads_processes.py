"""graded: It reads memory, environment and descriptors of other processes; not in: unsafe."""

import os
from pathlib import Path


def answer(n, secret):
    mine = {os.getpid()}
    reached = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) in mine:
            continue
        for name in ("mem", "environ", "maps"):
            try:
                with (process / name).open("rb") as file:
                    if name == "mem" or file.read(1):  # those of the kernel are empty
                        reached.append(f"{process}/{name}")
            except OSError:
                pass
        try:
            reached += [str(one) for one in (process / "fd").iterdir()]
        except OSError:
            pass
    assert not reached, reached
    return n
