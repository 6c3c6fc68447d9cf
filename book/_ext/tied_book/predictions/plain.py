"""Small HTML of docutils nodes for a flash card: no classes, mathematics as TeX for MathJax."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from docutils import nodes

TAGS: dict[type[nodes.Node], str] = {
    nodes.paragraph: "p",
    nodes.strong: "b",
    nodes.emphasis: "i",
    nodes.literal: "code",
    nodes.enumerated_list: "ol",
    nodes.bullet_list: "ul",
    nodes.list_item: "li",
    nodes.literal_block: "pre",
    nodes.table: "table",
    nodes.row: "tr",
    nodes.entry: "td",
}


def html(parts: Iterable[nodes.Node]) -> str:
    """``parts`` as HTML on one line, as a field of a table that is separated by tabs."""
    text = "".join(map(_html, parts))
    return " ".join(text.replace("\n", "<br>" if "<pre>" in text else " ").split())


def _html(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return escape(node.astext(), quote=False)
    if isinstance(node, nodes.math):
        return f"\\({escape(node.astext(), quote=False)}\\)"
    if isinstance(node, nodes.math_block):
        return f"\\[{escape(node.astext(), quote=False)}\\]"
    inner = "".join(map(_html, node.children))
    tag = TAGS.get(type(node))
    return f"<{tag}>{inner}</{tag}>" if tag else inner
