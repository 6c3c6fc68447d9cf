"""What every widget of the book shares: script, style, and a picture where neither runs."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

import anywidget
from traitlets import MetaHasTraits

from tying.plotting.palette import palette_css
from tying.plotting.picture import Picture

_HERE = Path(__file__).parent


class _Meta(MetaHasTraits, ABCMeta):
    """Traits, and methods that a subclass must have."""


class TiedWidget(anywidget.AnyWidget, metaclass=_Meta):
    """A widget with a static picture, for print and for pages without JavaScript.

    A subclass names its files in ``scripts`` and ``styles``, in the order in which they are put
    behind ``common*.js`` and ``common.css``, and draws itself in :meth:`picture`. The scripts
    become one ES module: only the last has a default export, and none imports anything.
    """

    scripts: ClassVar[tuple[str, ...]] = ()
    styles: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "scripts" in vars(cls):  # not for the class that ipywidgets derives at run time
            cls._esm = script("common/common.js", "common/controls.js", *cls.scripts)
            cls._css = palette_css() + script("common/common.css", *cls.styles)
        super().__init_subclass__(**kwargs)

    @abstractmethod
    def picture(self) -> Picture:
        """The widget as a figure with alt text, in its present state."""

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, **self.picture()._repr_mimebundle_()}, metadata


def script(*names: str) -> str:
    """The text of the named files of this folder, one after the other."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)
