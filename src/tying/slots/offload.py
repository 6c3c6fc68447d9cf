"""Parameters that accelerate keeps elsewhere between the passes of their module.

``cpu_offload``, ``disk_offload`` and ``dispatch_model`` put a parameter on the ``meta`` device and
let a hook, ``_hf_hook``, bring it back while its own module runs. Nothing here imports accelerate.
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn


def is_offloaded(module: nn.Module) -> bool:
    """Whether a hook of accelerate takes the parameters of ``module`` away between passes."""
    hook: Any = getattr(module, "_hf_hook", None)
    return any(getattr(one, "offload", False) for one in getattr(hook, "hooks", [hook]))


def present(module: nn.Module, local: str) -> Tensor:
    """``module.local``, brought back for this one access if it is offloaded.

    On the ``meta`` device a matrix has no values, and some operations of torch read memory at
    random then instead of raising an error.
    """
    value = getattr(module, local)
    if value.is_meta and is_offloaded(module):
        hook: Any = module._hf_hook
        hook.pre_forward(module)
        value = getattr(module, local)
        hook.post_forward(module, None)
    return value
