"""Who shares which parameter, and what follows from it.

Each subject is a folder that names its few public functions, which are imported from it, for
example ``from tying.ledger import ledger``. After ``import tying`` alone, a subject is imported
when it is first named, as in ``tying.ledger.ledger(model)``:

- :mod:`tying.ledger`: who holds which parameter, what is stored how often, and how often a
  forward pass uses it;
- :mod:`tying.ties`: make, undo and check a tie;
- :mod:`tying.trace`: what each use contributes to the gradient, for a whole model, for the places
  of a convolution and for the steps of a recurrent layer;
- :mod:`tying.layers`: what a dense, a locally connected and a convolutional layer cost, and the
  untied twin of a convolution;
- :mod:`tying.risk`: when a tie pays: bias, variance and risk, in closed form and measured;
- :mod:`tying.structured`: matrices whose entries share weights, such as that of a convolution;
- :mod:`tying.soft`: soft ties: a penalty, or a prior, that pulls parameters together;
- :mod:`tying.symmetry`: weights that a network cannot tell apart: counted, aligned, and the loss
  between them;
- :mod:`tying.device`, :mod:`tying.scale`: where the book's notebooks run, and how large their
  experiments are;
- :mod:`tying.check`: says whether an answer to an exercise of the book is right;
- :mod:`tying.plotting`: the book's figures;
- :mod:`tying.widgets`: the book's widgets, for the reader's own models too;
- :mod:`tying.cli`: the ledger at the command line, ``python -m tying``;
- :mod:`tying.slots`: what a slot is; the others are built on it.
"""

import importlib
from types import ModuleType

_SUBJECTS = (
    *("ledger", "ties", "trace", "layers", "risk", "structured", "soft", "symmetry"),
    *("device", "scale"),
    *("plotting", "widgets", "slots", "check"),
)


def __getattr__(name: str) -> ModuleType:
    """The subject called ``name``; what is not named is not imported."""
    if name in _SUBJECTS:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_SUBJECTS})
