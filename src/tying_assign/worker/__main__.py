"""``python -m tying_assign.worker SETTINGS``: started by the sandbox, with the parent on 3.

``SETTINGS`` is JSON; see :func:`tying_assign.worker.zygote.serve`, and ``packages``, the folders
with numpy and torch.
"""

from __future__ import annotations

import gc
import json
import os
import site
import socket
import sys


def main() -> None:
    """Import what takes long, and wait for questions."""
    settings = json.loads(sys.argv[1])
    sys.argv[1:] = []
    sys.path += settings["packages"]
    site.setquit()
    site.sethelper()
    control = socket.socket(fileno=settings["control"])
    import torch

    from tying_assign.worker import zygote

    torch.set_num_threads(1)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):  # until here the parent reads what fails
        os.dup2(silence, stream)
    gc.freeze()
    zygote.serve(control, settings)


main()
