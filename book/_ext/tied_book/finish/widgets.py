"""Step for the saved state of a page's widgets: the script and the styles of each kind once."""

from __future__ import annotations

import json
from typing import Any

from tied_book.finish.page import Page

STATE = 'script[type="application/vnd.jupyter.widget-state+json"]'
SHARED = ("_esm", "_css", "stylesheet")


def share_scripts(page: Page) -> None:
    """Let a widget that has the script or a style of an earlier one name that one instead.

    Three widgets of a kind would bring their script three times, and it does not compress away:
    it is longer than gzip looks back. ``widget-host.js`` reads ``{"same": id}``.
    """
    for script in page.document.css(STATE):
        saved = json.loads(script.text())
        if replace_repeated(saved["state"]):
            script.inner_html = json.dumps(saved).replace("</", "<\\/")


def replace_repeated(records: dict[str, Any]) -> bool:
    """Replace every script and style that an earlier record holds; whether there was one."""
    owners: dict[str, str] = {}
    replaced = False
    for key, record in records.items():
        for name in SHARED:
            text = record["state"].get(name)
            if not isinstance(text, str):
                continue
            owner = owners.setdefault(text, key)
            if owner != key:
                record["state"][name] = {"same": owner}
                replaced = True
    return replaced
