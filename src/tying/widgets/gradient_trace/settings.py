"""What the worked examples of the gradient trace are made of, and what a reader may set.

The page and torch compute from the same data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Setting = Mapping[str, Any]

MATERIAL: dict[str, Any] = {
    "matrices": {
        "turn": [[0.0, -1.0], [1.0, 0.0]],
        "shrink": [[0.5, 0.0], [0.0, 0.5]],
        "mix": [[1.0, 0.5], [-0.5, 1.0]],
        "swap": [[0.0, 1.0], [1.0, 0.0]],
    },
    "biases": [[0.5, -0.5], [0.0, 0.5]],
    "start": [0.0, 0.0],
    "sequences": {
        "pulse": [[1.0, 0.5], *[[0.0, 0.0]] * 5],
        "constant": [[0.5, -0.5]] * 6,
        "alternating": [[0.8, 0.0], [-0.8, 0.0]] * 3,
    },
    "words": ["the", "cat", "sat", "on", "a", "mat"],
    "table": [[0.4, -0.2, 0.1], [0.3, 0.8, -0.5], [-0.6, 0.5, 0.7],
              [0.1, -0.7, 0.4], [0.5, -0.1, -0.3], [-0.2, 0.9, 0.6]],
}  # fmt: skip
"""What the examples are made of: matrices by name, biases, sequences, and a table of words."""

NAMES = {"bias": "b", "twice": "W", "rnn": "W", "embedding": "E"}
"""What the shared parameter of each example is called."""

_WORDS = MATERIAL["words"]
_NUMBER = [-3, 3, 0.1]
_TARGETS = {"t1": _NUMBER, "t2": _NUMBER}
_RATE = {"rate": [0.01, 1, 0.01]}

EXAMPLES: dict[str, dict[str, Any]] = {
    "bias": {
        "losses": ["squared", "sum"],
        "sliders": {"x1": _NUMBER, "x2": _NUMBER, "b": _NUMBER, **_TARGETS, **_RATE},
        "choices": {},
    },
    "twice": {
        "losses": ["squared", "sum", "cross"],
        "sliders": {"x1": _NUMBER, "x2": _NUMBER, **_TARGETS, "class": [0, 1, 1], **_RATE},
        "choices": {"matrix": list(MATERIAL["matrices"])},
    },
    "rnn": {
        "losses": ["squared", "sum"],
        "sliders": {"steps": [1, 6, 1], "scale": [0.1, 2, 0.1], **_TARGETS, **_RATE},
        "choices": {
            "matrix": list(MATERIAL["matrices"]),
            "sequence": list(MATERIAL["sequences"]),
        },
    },
    "embedding": {
        "losses": ["cross", "sum"],
        "sliders": {"scale": [0.1, 3, 0.1], **_RATE},
        "choices": {"first": _WORDS, "second": _WORDS, "next": _WORDS},
    },
}
"""For each example: its losses, its sliders (least, largest, step), and its lists of choices."""

_BIAS = {"example": "bias", "loss": "squared", "x1": 1.0, "x2": 2.0, "b": 0.5,
         "t1": 0.5, "t2": 1.0, "rate": 0.1}  # fmt: skip
_TWICE = {"example": "twice", "loss": "squared", "matrix": "mix", "x1": 1.0, "x2": 0.5,
          "t1": 1.0, "t2": 0.0, "class": 0, "rate": 0.1}  # fmt: skip
_RNN = {"example": "rnn", "loss": "squared", "matrix": "turn", "sequence": "pulse", "steps": 3,
        "scale": 0.8, "t1": 0.5, "t2": -0.5, "rate": 0.1}  # fmt: skip
_EMBEDDING = {"example": "embedding", "loss": "cross", "first": "the", "second": "cat",
              "next": "sat", "scale": 1.0, "rate": 0.1}  # fmt: skip

PRESETS: dict[str, dict[str, Any]] = {
    "agree": _BIAS,
    "oppose": {**_BIAS, "t1": 2.5},
    "cancel": {**_BIAS, "t1": 3.0},
    "forward": {**_TWICE, "x2": -1.0, "t2": -1.0},
    "against": {**_TWICE, "matrix": "swap", "x1": -1.0, "t1": -2.0, "t2": 1.0},
    "across": {**_TWICE, "matrix": "turn", "x2": 0.0, "t1": -2.0, "t2": 0.5},
    "choose": {**_TWICE, "loss": "cross"},
    "pulse": _RNN,
    "fading": {**_RNN, "sequence": "constant", "steps": 6, "scale": 0.3},
    "constant": {**_RNN, "sequence": "constant", "matrix": "mix", "steps": 4},
    "sentence": _EMBEDDING,
    "repeated": {**_EMBEDDING, "first": "cat"},
    "itself": {**_EMBEDDING, "next": "cat"},
}
"""Settings to start from, by name; the first of each example is the one that it opens with."""


def check_setting(setting: Setting) -> None:
    """Raise ValueError where the widget's controls cannot make ``setting``."""
    name = setting.get("example")
    if name not in EXAMPLES:
        raise ValueError(f"example must be one of {', '.join(EXAMPLES)}; got {name!r}")
    rules = EXAMPLES[name]
    for key, allowed in {**rules["choices"], "loss": rules["losses"]}.items():
        if setting.get(key) not in allowed:
            raise ValueError(f"{key} must be one of {', '.join(allowed)}; got {setting.get(key)!r}")
    for key, (least, most, _) in rules["sliders"].items():
        value = setting.get(key)
        if not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(f"{key} must be from {least} to {most}, got {value!r}")
