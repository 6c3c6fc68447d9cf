"""The directive ``{claims}``: every claim of the source texts, its verdict, and the section that shows it."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FILE = "data/claims.toml"
VERDICTS = {
    "correct": "correct",
    "correct-with-conditions": "correct, with conditions",
    "imprecise": "imprecise",
    "wrong": "wrong",
}
COLUMNS = {"Claim": 8, "The source says": 34, "Verdict": 12, "What holds": 32, "Shown in": 14}
FIELDS = {"id", "source", "text", "verdict", "correction", "shown", "tests"}


def read_claims(path: Path) -> list[dict[str, Any]]:
    """Rows of the claims file in their order.

    Raises:
        ValueError: if a row lacks a field, or has a verdict of its own.
    """
    with path.open("rb") as file:
        rows = tomllib.load(file).get("claim", [])
    for row in rows:
        name = row.get("id", "a claim without id")
        if missing := FIELDS - row.keys():
            raise ValueError(f"{FILE}: {name} lacks {', '.join(sorted(missing))}")
        if row["verdict"] not in VERDICTS:
            raise ValueError(f"{FILE}: {name} has verdict {row['verdict']!r}, not one of {', '.join(VERDICTS)}")
    return rows


def summary(rows: list[dict[str, Any]]) -> str:
    """The count of every verdict in words."""
    counts = Counter(row["verdict"] for row in rows)
    parts = [f"{counts[verdict]} {words}" for verdict, words in VERDICTS.items() if counts[verdict]]
    return f"{len(rows)} claims: {'; '.join(parts)}."


class Claims(SphinxDirective):
    """Tables of claims, one for each source; ``:source: S3`` limits them to one source."""

    option_spec: ClassVar = {"source": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """A sentence that counts the verdicts and a table, for each source."""
        path = Path(self.env.srcdir) / FILE
        self.env.note_dependency(str(path))
        try:
            rows = read_claims(path)
        except (OSError, ValueError) as error:
            raise self.error(str(error)) from error
        only = self.options.get("source")
        sources = [only] if only else list(dict.fromkeys(row["source"] for row in rows))
        if not any(row["source"] in sources for row in rows):
            raise self.error(f"{FILE} has no claim of source {only!r}" if only else f"{FILE} has no claim")
        result: list[nodes.Node] = []
        for source in sources:
            chosen = [row for row in rows if row["source"] == source]
            result += [nodes.paragraph("", summary(chosen)), self.table(source, chosen)]
        return result

    def table(self, source: str, rows: list[dict[str, Any]]) -> nodes.table:
        """The table of one source, each row with an id that can be linked to."""
        table = nodes.table("", nodes.title("", f"Claims of source {source}"), classes=["claims"])
        group = nodes.tgroup("", cols=len(COLUMNS))
        group += [nodes.colspec(colwidth=width) for width in COLUMNS.values()]
        group[0]["stub"] = 1
        heads = [nodes.entry("", nodes.paragraph("", name)) for name in COLUMNS]
        group += nodes.thead("", nodes.row("", *heads))
        group += nodes.tbody("", *(self.row(row) for row in rows))
        table += group
        return table

    def row(self, claim: dict[str, Any]) -> nodes.row:
        """One claim."""
        cells = [
            [nodes.paragraph("", claim["id"])],
            self.prose(claim["text"]),
            [nodes.paragraph("", VERDICTS[claim["verdict"]], classes=["verdict", f"verdict-{claim['verdict']}"])],
            self.prose(claim["correction"]),
            self.evidence(claim),
        ]
        return nodes.row("", *(nodes.entry("", *cell) for cell in cells), ids=[f"claim-{claim['id'].lower()}"])

    def prose(self, text: str) -> list[nodes.Node]:
        """``text`` with its inline markup and mathematics."""
        if not text:
            return []
        children, messages = self.state.inline_text(text, self.lineno)
        return [nodes.paragraph(text, "", *children), *messages]

    def evidence(self, claim: dict[str, Any]) -> list[nodes.Node]:
        """A link to the section that shows the claim, and the names of its tests."""
        found: list[nodes.Node] = []
        if label := claim["shown"]:
            link = addnodes.pending_xref(
                "", nodes.inline("", label), refdomain="std", reftype="ref", reftarget=label,
                refexplicit=False, refwarn=True, refdoc=self.env.docname,
            )  # fmt: skip
            link.line, link.source = self.lineno, self.env.doc2path(self.env.docname)
            found.append(nodes.paragraph("", "", link))
        for test in claim["tests"]:
            found.append(nodes.paragraph("", "", nodes.literal("", test), classes=["claim-test"]))
        return found


def connect(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("claims", Claims)
