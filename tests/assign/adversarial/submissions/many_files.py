"""memory: It makes a million empty files, which take no place on a disk; not in: unsafe other."""

import os
import tempfile
from pathlib import Path


def answer(n, secret):
    folder = Path(tempfile.gettempdir())
    for k in range(1_000_000):
        os.close(os.open(folder / f"file-{k}", os.O_CREAT | os.O_WRONLY))
    return n
