"""What a page keeps of its widgets: the script and the style of each kind once."""

from __future__ import annotations

import json
import re

STATE = re.compile(
    r'(<script type="application/vnd\.jupyter\.widget-state\+json">)(.*?)(</script>)', re.DOTALL
)


def once(html: str) -> str:
    """``html`` where a widget that has the script or style of an earlier one names that one.

    Three widgets of a kind would bring their script three times, and it does not compress away:
    it is longer than gzip looks back. ``widget-host.js`` reads ``{"same": id}``.
    """
    return STATE.sub(lambda found: f"{found[1]}{_shared(found[2])}{found[3]}", html)


def _shared(text: str) -> str:
    saved = json.loads(text)
    first: dict[str, str] = {}
    for key, record in saved["state"].items():
        for name in ("_esm", "_css"):
            value = record["state"].get(name)
            if isinstance(value, str) and first.setdefault(value, key) != key:
                record["state"][name] = {"same": first[value]}
    return json.dumps(saved).replace("</", "<\\/")
