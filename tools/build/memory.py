"""What a kernel needed at its peak, asked of the kernel itself when its notebook has run."""

from __future__ import annotations

import ast
from typing import Any

from nbclient import NotebookClient

MODULE = '__import__("{}")'.format
# Linux counts kibibytes, macOS bytes; Windows has another name for it.
MEMORY = (
    f"{MODULE('psutil')}.Process().memory_info().peak_wset if {MODULE('os')}.name == 'nt' else "
    f"{MODULE('resource')}.getrusage({MODULE('resource')}.RUSAGE_SELF).ru_maxrss"
    f" * (1 if {MODULE('sys')}.platform == 'darwin' else 1024)"
)
GPU_MEMORY = (
    "(lambda torch: torch.cuda.max_memory_allocated()"
    " if torch is not None and torch.cuda.is_available() else 0)"
    f"({MODULE('sys')}.modules.get('torch'))"
)


async def peak_of_kernel(client: NotebookClient) -> dict[str, int]:
    """Bytes of main memory and of a GPU's, at the peak; only what the kernel can tell.

    A kernel that is gone, or that is no Python, has no answer, which is no reason for the build
    to fail.
    """
    kernel: Any = client.kc
    expressions = {"memory": MEMORY, "gpu_memory": GPU_MEMORY}
    reply = await kernel.execute(
        "", silent=True, user_expressions=expressions, reply=True, timeout=10
    )
    answers = reply["content"].get("user_expressions", {})
    return {
        name: int(ast.literal_eval(answer["data"]["text/plain"]))
        for name, answer in answers.items()
        if answer.get("status") == "ok"
    }
