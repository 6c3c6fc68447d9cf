"""One SVG picture prepared for a page: accessible, of fluid width, its ids and styles its own."""

from __future__ import annotations

import re
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", SVG)

POINTS_TO_PIXELS = 96 / 72
REFERENCES = ("href", f"{{{XLINK}}}href")
IDREFS = ("aria-labelledby", "aria-describedby", "begin", "end")
LENGTH = re.compile(r"([0-9.]+)\s*(pt|px)?")
URL = re.compile(r"url\(\s*(['\"]?)#([^)'\"]+)\1\s*\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
FONT = re.compile(r"(?:^|;)\s*font(?:-size)?:[^;]*?([0-9.]+)px")
LEGIBLE = 11
"""Pixels of the smallest letters below which a picture does not shrink; then it scrolls."""


def pixels(length: str | None) -> float | None:
    """``length`` (in pt, px or bare numbers) in CSS pixels, or None for other units."""
    match = LENGTH.fullmatch(length.strip()) if length else None
    return float(match[1]) * (POINTS_TO_PIXELS if match[2] == "pt" else 1) if match else None


def limit_rules(css: str, owner: str) -> str:
    """``css`` with every rule limited to the inside of ``#owner``, so that it styles no more."""

    def rule(match: re.Match[str]) -> str:
        selectors = ", ".join(f"#{owner} {selector.strip()}" for selector in match[1].split(","))
        return f"{selectors}{{{match[2]}}}"

    return RULE.sub(rule, css)


def prefix_ids(root: ElementTree.Element, prefix: str) -> None:
    """Put ``prefix`` in front of every id in ``root`` and of every reference to one of them."""
    ids = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}

    def url(match: re.Match[str]) -> str:
        return f"url(#{prefix}{match[2]})" if match[2] in ids else match[0]

    for element in root.iter():
        if element.tag == f"{{{SVG}}}style":
            element.text = URL.sub(url, element.text or "")
        for name, value in list(element.attrib.items()):
            if name == "id":
                element.set(name, prefix + value)
            elif name in REFERENCES and value[:1] == "#" and value[1:] in ids:
                element.attrib.pop(name)
                element.set("href", f"#{prefix}{value[1:]}")
            elif name in IDREFS:
                words = (prefix + word if word in ids else word for word in value.split())
                element.set(name, " ".join(words))
            else:
                element.set(name, URL.sub(url, value))


def narrowest(root: ElementTree.Element, width: float) -> float:
    """The width in pixels at which the smallest text of ``root`` is legible, at most ``width``."""
    drawn = float(root.attrib["viewBox"].split()[2])
    styles = (element.get("style", "") for element in root.iter(f"{{{SVG}}}text"))
    sizes = [float(match[1]) for style in styles if (match := FONT.search(style))]
    return min(width, LEGIBLE * drawn / min(sizes)) if sizes else 0.0


def remove_metadata(root: ElementTree.Element) -> None:
    """Remove what drawing programs write about themselves, and titles, which browsers show."""
    removed = {f"{{{SVG}}}{name}" for name in ("metadata", "title", "desc")}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in removed:
                parent.remove(child)
    root.attrib.pop("version", None)


def limit_styles(root: ElementTree.Element, name: str) -> None:
    """Let the style sheets in ``root`` name the new ids, and style nothing outside of ``#name``."""
    for element in root.iter(f"{{{SVG}}}style"):
        css = re.sub(r"#([\w-]+)(?=[^{}]*\{)", rf"#{name}-\1", element.text or "")
        element.text = limit_rules(css, name)


def set_fluid_size(root: ElementTree.Element) -> None:
    """Replace the size of ``root`` by a largest and a smallest width and the ratio of its sides."""
    width, height = pixels(root.attrib.pop("width", None)), pixels(root.attrib.pop("height", None))
    if not (width and height):
        return
    root.attrib.setdefault("viewBox", f"0 0 {width:g} {height:g}")
    size = (
        f"max-width: {width:g}px; aspect-ratio: {width:g} / {height:g}; "
        f"--narrowest: {narrowest(root, width):.0f}px"
    )
    style = root.attrib.get("style", "").rstrip("; ")
    root.set("style", f"{style}; {size}" if style else size)


def fit_to_page(source: str, alt: str, name: str) -> ElementTree.Element:
    """The picture ``source`` as an element that a page can hold.

    Args:
        source: text of an SVG file.
        alt: what the picture shows, in words; becomes its accessible name.
        name: id of the picture on its page, and the prefix of all ids within.

    Returns:
        The root element: ``role="img"``, at most as wide as it was drawn, not so narrow that its
        text cannot be read, without metadata.

    Raises:
        ValueError: if ``source`` is not an SVG picture.
    """
    root = ElementTree.fromstring(source)
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError(f"the output calls itself image/svg+xml, but its root is <{root.tag}>")
    remove_metadata(root)
    prefix_ids(root, f"{name}-")
    limit_styles(root, name)
    set_fluid_size(root)
    root.attrib.update(
        {"id": name, "class": "picture", "role": "img", "aria-label": alt, "focusable": "false"}
    )
    return root


def serialise(root: ElementTree.Element) -> str:
    """Markup of ``root``."""
    return ElementTree.tostring(root, encoding="unicode")
