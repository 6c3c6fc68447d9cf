"""What every widget of the book shares: its script, its kernel's answers, and a static picture."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets
from traitlets import MetaHasTraits

from tying.plotting.palette import palette_css
from tying.plotting.picture import Picture
from tying.widgets.linker import link

_COMMON = Path(__file__).parent / "common"


class _Meta(MetaHasTraits, ABCMeta):
    """Traits, and methods that a subclass must have."""


class TiedWidget(anywidget.AnyWidget, metaclass=_Meta):
    """A widget that works in a page by itself, that a kernel answers, and that can be printed.

    A subclass names its ``folder``, with the module ``widget.js`` and the style ``widget.css``, and
    may name further ``styles``, which it has in common with another widget. The page that holds it
    gets the palette alone, as ``_css``; all else is the trait ``stylesheet``, which the script puts
    into its shadow root. It draws itself in :meth:`picture`, and computes with torch what its page
    shows in :meth:`answer`.

    The page asks for an answer once, when it is shown, and again by every change of its setting,
    the trait that ``setting_trait`` names. The trait ``result`` is then the answer, with the
    setting beside it, so that the page can tell which setting was answered, and the number of
    ``answers``, so that an equal answer is noticed too. A subclass may name further ``questions``:
    each is a trait of its own and a method ``answer_<question>``, which takes what the page sends
    along. An answer that fails is ``{"error": its message}`` in the same place, which the page
    shows.
    """

    folder: ClassVar[Path]
    styles: ClassVar[tuple[Path, ...]] = ()
    setting_trait: ClassVar[str] = "setting"
    questions: ClassVar[tuple[str, ...]] = ()
    _sheet: ClassVar[str] = ""

    result = traitlets.Dict().tag(sync=True)
    stylesheet = traitlets.Unicode().tag(sync=True)
    _css = palette_css()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "folder" in vars(cls):  # not for the class that ipywidgets derives at run time
            styles = (_COMMON / "common.css", *cls.styles, cls.folder / "widget.css")
            cls._esm = link(cls.folder / "widget.js")
            cls._sheet = "\n".join(one.read_text(encoding="utf-8") for one in styles)
        super().__init_subclass__(**kwargs)

    def __init__(self, **traits: Any) -> None:
        super().__init__(stylesheet=self._sheet, **traits)
        self.observe(self._changed, self.setting_trait)
        self.on_msg(self._message)

    @abstractmethod
    def picture(self) -> Picture:
        """The widget as a figure with alt text, in its present state."""

    @abstractmethod
    def answer(self) -> dict[str, Any]:
        """What torch computes of the present state, as plain data.

        Raises:
            ValueError: if there is no answer, with a message for the reader.
            TypeError: if there is no answer, with a message for the reader.
        """

    def _changed(self, change: Any) -> None:
        if self.comm is not None:
            self._reply("result", self.answer)

    def _message(self, _: Any, content: Any, buffers: Any) -> None:
        """Answer a page that asks: ``{"ask": question}``, with what the question needs."""
        values = dict(content) if isinstance(content, dict) else {}
        question = values.pop("ask", None)
        if question == "result":
            self._reply("result", self.answer, **values)
        elif question in self.questions:
            self._reply(question, getattr(self, f"answer_{question}"), **values)
        else:
            known = ", ".join(("result", *self.questions))
            self._publish("result", {"error": f"ask must be one of {known}; got {content!r}"})

    def _reply(self, question: str, answer: Callable[..., dict[str, Any]], **values: Any) -> None:
        """Publish what ``answer`` returns, or why it does not."""
        try:
            self._publish(question, answer(**values))
        except Exception as error:
            self._publish(question, {"error": str(error) or type(error).__name__})
            if not isinstance(error, (TypeError, ValueError)):
                raise  # not a refusal but a mistake in the answer: it belongs in the log, too

    def _publish(self, question: str, answer: dict[str, Any]) -> None:
        setting = {self.setting_trait: getattr(self, self.setting_trait)}
        answers = getattr(self, question).get("answers", 0) + 1
        setattr(self, question, {**setting, **answer, "answers": answers})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, **self.picture()._repr_mimebundle_()}, metadata
