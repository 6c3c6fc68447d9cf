"""Every widget of the package, for tests of what all have in common."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

from tying.widgets.base import TiedWidget
from tying.widgets.first_step import FirstStep
from tying.widgets.fit_clouds import FitClouds
from tying.widgets.gradient_trace import GradientTrace
from tying.widgets.ledger import LedgerWidget
from tying.widgets.line_between import LineBetween
from tying.widgets.matrix_explorer import MatrixExplorer
from tying.widgets.orbit import Orbit
from tying.widgets.outer_products import OuterProducts
from tying.widgets.schedule_landscape import ScheduleLandscape
from tying.widgets.shift_average import ShiftAverage
from tying.widgets.shifted_digit import ShiftedDigit
from tying.widgets.shrinkage import Shrinkage
from tying.widgets.soft_tie import SoftTie
from tying.widgets.tie_story import TieStory
from tying.widgets.two_outputs import TwoOutputs
from tying.widgets.two_uses import TwoUses

ALL: dict[str, Callable[[], TiedWidget]] = {
    "first_step": FirstStep,
    "fit_clouds": FitClouds,
    "gradient_trace": GradientTrace,
    "gradient_trace of a model": lambda: GradientTrace(nn.Linear(3, 2), torch.ones(1, 3)),
    "ledger": LedgerWidget,
    "ledger of a model": lambda: LedgerWidget(nn.Linear(3, 2)),
    "line_between": LineBetween,
    "matrix_explorer": MatrixExplorer,
    "orbit": lambda: Orbit(compare=True),
    "outer_products": OuterProducts,
    "shift_average": ShiftAverage,
    "schedule_landscape": ScheduleLandscape,
    "shifted_digit": ShiftedDigit,
    "shrinkage": Shrinkage,
    "soft_tie": SoftTie,
    "tie_story": TieStory,
    "two_outputs": TwoOutputs,
    "two_uses": TwoUses,
}
"""Every widget of the package; a model of the reader's own is drawn by a view of its own."""
