"""The directive ``{claims}``: what the source texts claim, the verdicts, and the evidence."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.util.docutils import SphinxDirective

FILE = "data/claims.toml"
VERDICTS = {
    "correct": "correct",
    "correct-with-conditions": "correct, with conditions",
    "imprecise": "imprecise",
    "wrong": "wrong",
}
COLUMNS = {"Claim": 9, "The source says": 30, "Verdict": 37, "Shown and tested": 24}
FIELDS = {"id", "source", "text", "verdict", "correction", "shown", "tests"}


def read_claims(path: Path) -> dict[str, Any]:
    """The claims file: rows under ``claim``, titles of the sources under ``sources``.

    Raises:
        KeyError: if there is no row.
        ValueError: if a row lacks a field, or has a verdict of its own.
    """
    with path.open("rb") as file:
        data = tomllib.load(file)
    for row in data["claim"]:
        name = row.get("id", "a claim without id")
        if missing := FIELDS - row.keys():
            raise ValueError(f"{FILE}: {name} lacks {', '.join(sorted(missing))}")
        if row["verdict"] not in VERDICTS:
            raise ValueError(
                f"{FILE}: {name} has verdict {row['verdict']!r}, not one of {', '.join(VERDICTS)}"
            )
    return data


def summary(rows: list[dict[str, Any]]) -> str:
    """The count of every verdict in words."""
    counts = Counter(row["verdict"] for row in rows)
    parts = [f"{counts[verdict]} {words}" for verdict, words in VERDICTS.items() if counts[verdict]]
    return f"{len(rows)} claims: {'; '.join(parts)}."


class ClaimTables(SphinxDirective):
    """Tables of claims, one for each source; ``:source: S3`` limits them to one source."""

    option_spec: ClassVar = {"source": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """A sentence that counts the verdicts and a table, for each source."""
        path = Path(self.env.srcdir) / FILE
        self.env.note_dependency(str(path))
        try:
            data = read_claims(path)
        except (OSError, KeyError, ValueError) as error:
            raise self.error(str(error)) from error
        only = self.options.get("source")
        sources = dict.fromkeys(row["source"] for row in data["claim"])
        if only and only not in sources:
            raise self.error(
                f"{FILE} has no claim of source {only!r}, only of {', '.join(sources)}"
            )
        result: list[nodes.Node] = []
        for source in [only] if only else sources:
            rows = [row for row in data["claim"] if row["source"] == source]
            about = data.get("sources", {}).get(source, {})
            title = ": ".join(filter(None, (source, about.get("english") or about.get("title"))))
            result += [nodes.paragraph("", summary(rows)), self.table(title, rows)]
        return result

    def table(self, title: str, rows: list[dict[str, Any]]) -> nodes.table:
        """The table of one source, each row with an id that can be linked to."""
        table = nodes.table("", nodes.title("", title), classes=["claims", "colwidths-given"])
        group = nodes.tgroup("", cols=len(COLUMNS))
        columns = [nodes.colspec(colwidth=width) for width in COLUMNS.values()]
        columns[0]["stub"] = 1
        group += columns
        heads = [nodes.entry("", nodes.paragraph("", name)) for name in COLUMNS]
        group += nodes.thead("", nodes.row("", *heads))
        group += nodes.tbody("", *(self.row(row) for row in rows))
        table += group
        return table

    def row(self, claim: dict[str, Any]) -> nodes.row:
        """One claim; ``{ref}`claim-s0-19``` leads to its row."""
        verdict = claim["verdict"]
        label = nodes.paragraph("", VERDICTS[verdict], classes=["verdict", f"verdict-{verdict}"])
        cells = [
            [nodes.paragraph("", claim["id"])],
            self.prose(claim["text"]),
            [label, *self.prose(claim["correction"])],
            self.evidence(claim),
        ]
        entries = [nodes.entry("", *cell) for cell in cells]
        anchor = nodes.make_id(f"claim-{claim['id']}")
        domain = cast("StandardDomain", self.env.get_domain("std"))
        domain.note_hyperlink_target(anchor, self.env.docname, anchor, f"claim {claim['id']}")
        return nodes.row("", *entries, ids=[anchor])

    def prose(self, text: str) -> list[nodes.Element]:
        """``text`` with its inline markup and mathematics."""
        if not text:
            return []
        children, messages = self.state.inline_text(text, self.lineno)
        return [nodes.paragraph(text, "", *children), *messages]

    def evidence(self, claim: dict[str, Any]) -> list[nodes.Node]:
        """A link to the section that shows the claim, its tests, and what no program can decide."""
        evidence: list[nodes.Node] = []
        if label := claim["shown"]:
            link = addnodes.pending_xref(
                "",
                nodes.inline("", label),
                refdomain="std",
                reftype="ref",
                reftarget=label,
                refexplicit=False,
                refwarn=True,
                refdoc=self.env.docname,
            )
            link.line, link.source = self.lineno, self.env.doc2path(self.env.docname)
            evidence.append(nodes.paragraph("", "", link))
        for test in claim["tests"]:
            name = test.rpartition("::test_")[2].replace("_", " ")
            evidence.append(nodes.paragraph("", name.capitalize(), classes=["claim-test"]))
        for remark in self.prose(claim.get("unchecked", "")):
            remark["classes"].append("claim-unchecked")
            evidence.append(remark)
        return evidence


def connect(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("claims", ClaimTables)
