"""A story of a tie as a widget: say what a step will do, and see slots, objects and storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import traitlets

from tying.ledger import ledger
from tying.plotting.picture import Picture
from tying.widgets.base import TiedWidget
from tying.widgets.ledger import ledger_picture
from tying.widgets.tie_story.story import STORIES


class TieStory(TiedWidget):
    """A small model to which one thing after the other is done.

    Before each step the reader says what will come of it; then the lines from slots to objects and
    storage move. Torch does all steps when the widget is made, so that the page needs no kernel.
    With one, :meth:`answer` does them again.

    Args:
        name: ``counts``, what a tie does to the four counts, or ``survival``, what a tie survives.
        step: how many steps are done at the start.

    Raises:
        ValueError: if there is no such story, or no such step in it.
    """

    folder: ClassVar = Path(__file__).parent
    styles: ClassVar = (folder.parent / "ledger" / "picture.css",)
    setting_trait: ClassVar = "step"

    name = traitlets.Unicode().tag(sync=True)
    story = traitlets.Dict().tag(sync=True)
    step = traitlets.Int().tag(sync=True)

    def __init__(self, name: str = "counts", step: int = 0) -> None:
        if name not in STORIES:
            raise ValueError(f"name must be one of {', '.join(STORIES)}; got {name!r}")
        super().__init__(name=name, story=STORIES[name].to_data(), step=step)

    @traitlets.validate("step")
    def _within_the_story(self, proposal: Any) -> int:
        most = len(STORIES[self.name].steps)
        if not 0 <= proposal["value"] <= most:
            raise ValueError(f"step must be between 0 and {most}; got {proposal['value']}")
        return proposal["value"]

    def picture(self) -> Picture:
        """The ledger of the model after the present steps."""
        return ledger_picture(ledger(STORIES[self.name].model(self.step)))

    def answer(self) -> dict[str, Any]:
        """The ``scene`` after the present steps, which torch has done."""
        return {"scene": STORIES[self.name].scene(self.step)}
