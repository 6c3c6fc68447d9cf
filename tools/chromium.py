"""Where Chromium is on this machine: for tests, measurements and the PDF."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


class NoChromiumError(LookupError):
    """There is no Chromium; the message says what to do, and continues a sentence."""


def executable() -> str:
    """Chromium of this machine: the variable CHROMIUM, or the first of the usual names.

    Raises:
        NoChromiumError: if there is none.
    """
    named = os.environ.get("CHROMIUM", "")
    for name in (named,) if named else NAMES:
        if path := shutil.which(name):
            return path
    raise NoChromiumError(
        f"there is no {named or 'Chromium'} on this computer: install it (Debian: apt-get install "
        "chromium), or set the variable CHROMIUM to the path of a Chromium or Chrome."
    )
