"""What every widget has: one script, one style, and a picture in its bundle."""

from __future__ import annotations

from pathlib import Path

import pytest
import traitlets

from tying.plotting.palette import palette_css
from tying.plotting.picture import Picture, new_figure
from tying.widgets import base
from tying.widgets.base import TiedWidget, script

HERE = Path(base.__file__).parent


class Bare(TiedWidget):
    """A widget of the shared files alone."""

    scripts = ("ledger/words.js",)
    styles = ("ledger/widget.css",)
    count = traitlets.Int(3).tag(sync=True)

    def picture(self) -> Picture:
        return Picture(new_figure(1, 1), f"The count is {self.count}.")


def test_the_script_is_the_shared_ones_and_then_its_own():
    names = ("common/common.js", "common/controls.js", "ledger/words.js")
    assert Bare._esm == "\n".join((HERE / name).read_text("utf-8") for name in names)


def test_the_style_is_the_palette_and_then_its_own():
    style = str(Bare._css)
    assert style.startswith(palette_css())
    assert style.endswith((HERE / "ledger/widget.css").read_text("utf-8"))
    assert (HERE / "common/common.css").read_text("utf-8") in style


def test_a_widget_with_traits_added_at_run_time_keeps_its_script():
    widget = Bare()
    widget.add_traits(late=traitlets.Int(1))
    assert widget._esm == Bare._esm


def test_the_bundle_has_the_view_and_the_picture_of_the_present_state():
    widget = Bare()
    widget.count = 5
    bundle = widget._repr_mimebundle_()
    assert bundle is not None
    data, _ = bundle
    assert data["text/plain"] == "The count is 5."
    assert data["image/svg+xml"].startswith("<svg ")
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id


def test_a_widget_without_a_picture_is_refused():
    class Blank(TiedWidget):
        """It cannot be printed."""

        scripts = ("ledger/words.js",)

    with pytest.raises(TypeError, match=r"abstract .*picture"):
        Blank()  # pyright: ignore[reportAbstractUsage]


def test_files_are_joined_in_their_order_and_one_that_is_missing_is_an_error():
    first, second = ((HERE / name).read_text("utf-8") for name in ("common/common.css", "ledger/widget.css"))
    assert script("common/common.css", "ledger/widget.css") == f"{first}\n{second}"
    with pytest.raises(FileNotFoundError, match="nothing"):
        script("nothing.js")
