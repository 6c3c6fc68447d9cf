"""Models of transformers, whose configuration says whether embedding and head are tied.

Such a model ties them itself when it is loaded or its embedding is resized, and leaves a tied head
out of what it saves. A tie that the configuration does not know is lost there, and an untied head
is tied again. Nothing here imports transformers.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import nn

_TIED = (
    "embedding and head are tied now, but model.config.tie_word_embeddings is False: "
    "save_pretrained leaves the head out, and from_pretrained makes a random one; "
    "set model.config.tie_word_embeddings = True"
)
_UNTIED = (
    "embedding and head are untied now, but model.config.tie_word_embeddings is True: "
    "resize_token_embeddings and tie_weights tie them again; "
    "set model.config.tie_word_embeddings = False"
)


@contextmanager
def warn_if_config_disagrees(model: nn.Module) -> Iterator[None]:
    """Warn if what the block does to ``model`` is against a configuration in it."""
    before = _disagreements(model)
    yield
    for key, message in _disagreements(model).items():
        if key not in before:
            warnings.warn(message, stacklevel=4)  # the caller of tie or untie


def _disagreements(model: nn.Module) -> dict[int, str]:
    """For each model of transformers in ``model`` that its configuration is wrong about: how."""
    messages = {}
    module: Any
    for module in model.modules():
        says_tied = _config_says(module)
        if says_tied is None:
            continue
        ends: list[Any] = [module.get_input_embeddings(), module.get_output_embeddings()]
        weights = [getattr(end, "weight", None) for end in ends]
        if weights[0] is None or weights[1] is None:
            continue
        if (weights[0] is weights[1]) != says_tied:
            messages[id(module)] = _UNTIED if says_tied else _TIED
    return messages


def _config_says(module: nn.Module) -> bool | None:
    """Whether the configuration of ``module`` ties its head; None where there is neither."""
    config: Any = getattr(module, "config", None)
    if not hasattr(module, "get_output_embeddings") or not hasattr(config, "get_text_config"):
        return None
    return getattr(config.get_text_config(), "tie_word_embeddings", None)
