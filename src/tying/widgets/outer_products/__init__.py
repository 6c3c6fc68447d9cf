"""The gradient of a shared matrix as a sum of outer products, whose factors the reader drags."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import torch
import traitlets

from tying.plotting.outer_products import OuterProduct, plot_outer_products
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.widgets.base import TiedWidget
from tying.widgets.outer_products.answer import traced

LIMIT = 3
"""The largest size of an entry of a factor; entries are whole numbers, so that sums are exact."""

MOST_USES = 4
MOST_ENTRIES = 4
"""The largest numbers of uses, and of entries of a factor; the least is one."""

Factors = tuple[Sequence[int], Sequence[int]]
"""Of one use: the column that came back to it, and the row that went into it."""

EXAMPLE: tuple[Factors, ...] = (
    ((1, 2, -1), (2, 1, 1)),
    ((2, 1, 3), (-1, 2, 1)),
    ((1, -2, 1), (1, 0, -1)),
)
"""The first two contributions cancel in one entry of their sum; with the third it has rank 3."""


class OuterProducts(TiedWidget):
    """Each use of a shared matrix as column times row, and their sum, which the matrix receives.

    The reader drags the numbers of columns and rows, switches uses on and off, and sees the sum
    and its rank follow.

    Without a kernel the page multiplies and adds. With one, :meth:`answer` runs a layer of torch
    at each use and traces what comes back, and the widget says so.

    Args:
        uses: for each use the column that comes back to it, with an entry for each row of the
            matrix, and the row that goes into it, with an entry for each column.
        on: the number of uses that are switched on at first; the others follow them.

    Raises:
        ValueError: if there are too many uses or entries, or none; if the factors of the uses
            differ in length; if an entry is no whole number from ``-LIMIT`` to ``LIMIT``; or if
            ``on`` is not from 0 to the number of uses.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    limit = traitlets.Int(LIMIT).tag(sync=True)

    def __init__(self, uses: Sequence[Factors] = EXAMPLE, *, on: int = 2) -> None:
        if not 0 <= on <= len(uses):
            raise ValueError(f"on must be from 0 to the number of uses, {len(uses)}; got {on}")
        setting = {
            "uses": [
                {"back": list(back), "went": list(went), "on": k < on}
                for k, (back, went) in enumerate(uses)
            ]
        }
        _require_within_limits(setting)
        super().__init__(setting=setting)

    def picture(self) -> Picture:
        """The uses that are on, each as a column, a row and their product, and the sum."""
        products = [
            OuterProduct(
                f"use {k}", "came\nback", torch.tensor(use["back"]), "went in",
                torch.tensor(use["went"]),
            )
            for k, use in enumerate(self.setting["uses"], start=1)
            if use["on"]
        ]  # fmt: skip
        answer = traced(self.setting)
        figure = new_figure(6.8, 2.2)
        with mpl.rc_context(STYLE):
            plot_outer_products(figure.subplots(), products, "W.grad", torch.tensor(answer["sum"]))
        return Picture(figure, _in_words(self.setting, answer))

    def answer(self) -> dict[str, Any]:
        """The ``parts`` of the uses, None where one is off, their ``sum``, and all ``ranks``."""
        _require_within_limits(self.setting)
        return traced(self.setting)


def _require_within_limits(setting: dict[str, Any]) -> None:
    uses = setting["uses"]
    if not 1 <= len(uses) <= MOST_USES:
        raise ValueError(f"there must be from 1 to {MOST_USES} uses; got {len(uses)}")
    for name in ("back", "went"):
        lengths = {len(use[name]) for use in uses}
        if len(lengths) > 1 or not 1 <= max(lengths) <= MOST_ENTRIES:
            raise ValueError(
                f"all uses share one matrix, so {name!r} must have the same number of entries in "
                f"each, from 1 to {MOST_ENTRIES}; got {sorted(lengths)}"
            )
        for entry in (entry for use in uses for entry in use[name]):
            if entry != int(entry) or abs(entry) > LIMIT:
                raise ValueError(
                    f"entries must be whole numbers from -{LIMIT} to {LIMIT}; got {entry}"
                )


def _in_words(setting: dict[str, Any], answer: dict[str, Any]) -> str:
    parts = [
        f"Use {k}: the column {_vector(use['back'])} came back, the row {_vector(use['went'])} "
        f"went in, and their product is {_matrix(part)}."
        for k, (use, part) in enumerate(zip(setting["uses"], answer["parts"], strict=True), 1)
        if part
    ]
    return " ".join([*parts, f"The sum, W.grad, is {_matrix(answer['sum'])}."])


def _vector(entries: Sequence[float]) -> str:
    return f"({_list(entries)})"


def _matrix(rows: Sequence[Sequence[float]]) -> str:
    return f"({'; '.join(_list(row) for row in rows)})"


def _list(entries: Sequence[float]) -> str:
    return ", ".join(f"{entry + 0.0:g}" for entry in entries)  # + 0.0: no negative zero
