"""Checks of addresses: what a page points to exists, and what it loads is its own."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from tests.site.page import Page, Site

LOADING = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "form": ("action",),
}
ELSEWHERE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
CSS_ELSEWHERE = re.compile(
    r"(?:url\(\s*|@import\s+)['\"]?((?:https?:)?//[^'\")\s]+)", re.IGNORECASE
)
JS_ELSEWHERE = re.compile(
    r"(?:\bfrom|\bimport|\bimport\(|\bfetch\(|\bimportScripts\()\s*[\"'`]((?:https?:)?//[^\"'`]+)"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def external_requests(page: Page) -> list[str]:
    """Everything on ``page`` that a browser would fetch from another host."""
    requests = []
    for tag, attributes in LOADING.items():
        for element in page.soup.find_all(tag):
            for attribute in attributes:
                for address in str(element.get(attribute) or "").split(","):
                    if ELSEWHERE.match(address):
                        requests.append(f"{page.name}: <{tag} {attribute}={address.strip()}>")
    for element in page.soup.find_all(style=True):
        requests += [f"{page.name}: {url}" for url in external_in_css(str(element["style"]))]
    for element in page.soup.find_all("style"):
        requests += [f"{page.name}: {url}" for url in external_in_css(element.get_text())]
    for element in page.soup.find_all("script"):
        requests += [f"{page.name}: {url}" for url in external_in_script(element.get_text())]
    return requests


def external_in_css(css: str) -> list[str]:
    """Addresses of other hosts that a style sheet loads."""
    return [match[1] for match in CSS_ELSEWHERE.finditer(COMMENT.sub("", css))]


def external_in_script(script: str) -> list[str]:
    """Addresses of other hosts that a script imports or fetches by name."""
    return [match[1] for match in JS_ELSEWHERE.finditer(script)]


def broken_links(site: Site) -> list[str]:
    """Links and assets within the site that lead to no file, or to no anchor of a page."""
    anchors = {page.name: {*page.ids, *names(page)} for page in site.pages}
    problems = []
    for page in site.pages:
        for attribute in ("href", "src"):
            for element in page.find(f"[{attribute}]"):
                address = str(element[attribute])
                if problem := broken(site, page, address, anchors):
                    problems.append(f"{page.name}: {address} {problem}")
    return problems


def broken(site: Site, page: Page, address: str, anchors: dict[str, set[str]]) -> str:
    """What is wrong with one address, or nothing."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address == "#":
        return ""
    folder = posixpath.dirname(page.name)
    target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if not parts.path:
        target = page.name
    if target.startswith(".."):
        return "leaves the site"
    path = site.folder / target
    if path.is_dir():
        target, path = posixpath.join(target, "index.html"), path / "index.html"
    if not path.is_file():
        return "leads to no file"
    if parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
        return "leads to no anchor"
    return ""


def names(page: Page) -> list[str]:
    """Anchors of the old kind, ``<a name>``."""
    return [str(tag["name"]) for tag in page.soup.find_all("a", attrs={"name": True})]
