"""The directive ``{build-record}``, and the line below each chapter that leads to it.

Both show what the build wrote into ``_build/execution.json``; nothing there is typed. The file
``_build/gpu.json`` is left by the checks on a real GPU, where they ran.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

PAGE = "book/status"
RECORD, GPU = "_build/execution.json", "_build/gpu.json"
COLUMNS = ("Page", "Time", "Device", "Peak memory", "Seeds", "Run at (UTC)", "In this build")
NO_RECORD = "These pages were built without the record that tools.build writes."
NO_GPU = (
    "The checks that need a real GPU have left no record in this copy, so nothing in it was "
    "verified on one. Where tensors are placed is checked without: every computation of the "
    "package and of the chapters has to follow the device that it is given."
)
ON_GPU = (
    "The checks that need a real GPU last ran on {date}: {passed} passed, {failed} failed, on "
    "{gpu} with torch {torch}, at commit {commit}."
)


def read_record(app: Sphinx, name: str) -> dict[str, Any]:
    """The JSON file ``name`` of the project; empty if it was not written."""
    path = Path(app.srcdir) / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


class build_record(nodes.General, nodes.Element):
    """Where the tables go, once all titles are known."""


class BuildRecord(SphinxDirective):
    """The record of the build: chapters, machine, versions, and the checks on a GPU."""

    def run(self) -> list[nodes.Node]:
        """A place that is filled when the page is written."""
        for name in (RECORD, GPU):
            self.env.note_dependency(str(Path(self.env.srcdir) / name))
        return [build_record()]


def table(heads: tuple[str, ...], rows: list[list[nodes.Node]], name: str) -> nodes.table:
    """A table with a first column of headings."""
    result = nodes.table("", classes=["build-record", name])
    group = nodes.tgroup("", cols=len(heads))
    columns = [nodes.colspec(colwidth=1) for _ in heads]
    columns[0]["stub"] = 1
    group += columns
    titles = [nodes.entry("", nodes.paragraph("", head)) for head in heads]
    group += nodes.thead("", nodes.row("", *titles))
    body = [nodes.row("", *(nodes.entry("", cell) for cell in row)) for row in rows]
    group += nodes.tbody("", *body)
    result += group
    return result


def paragraph(text: object) -> nodes.paragraph:
    """A paragraph of plain text."""
    return nodes.paragraph("", str(text))


def link(app: Sphinx, origin: str, target: str, text: str) -> nodes.paragraph:
    """A paragraph that is a link from page ``origin`` to page ``target``."""
    address = app.builder.get_relative_uri(origin, target)
    return nodes.paragraph("", "", nodes.reference("", text, refuri=address, internal=True))


def page_of(notebook: str) -> str:
    """The page that Sphinx makes of a notebook, or of a page of text that is executed."""
    return str(PurePosixPath(notebook).with_suffix(""))


def chapter_table(app: Sphinx, record: dict[str, Any]) -> nodes.table:
    """A row for each page that was executed."""
    rows = []
    for notebook, run in record["notebooks"].items():
        page = page_of(notebook)
        memory = f"{run['memory'] / 2**20:,.0f}\u00a0MiB" if "memory" in run else "not known"
        if run.get("gpu_memory"):
            memory += f", GPU\u00a0{run['gpu_memory'] / 2**20:,.0f}\u00a0MiB"
        rows.append(
            [
                link(app, PAGE, page, app.env.titles[page].astext()),
                paragraph(f"{run['seconds']:.1f}\u00a0s"),
                paragraph(record["device"]),
                paragraph(memory),
                paragraph(", ".join(map(str, run["seeds"])) or "none"),
                paragraph(run["date"].removesuffix("+00:00").replace("T", " ")),
                paragraph("from the cache" if run["cached"] else "executed"),
            ]
        )
    return table(COLUMNS, rows, "chapters")


def machine_table(record: dict[str, Any]) -> nodes.table:
    """Commit, hardware and versions."""
    hardware = dict(record["hardware"])
    if "memory" in hardware:
        hardware["memory"] = f"{hardware['memory'] / 2**30:.0f} GiB"
    commit, changed = record["commit"].rstrip("+")[:12], record["commit"].endswith("+")
    rows = {
        "commit": (commit or "not known") + (", with changes" if changed else ""),
        "system": record["platform"],
        **hardware,
        **record["versions"],
    }
    return table(
        ("What", "Which"),
        [[paragraph(name), paragraph(value)] for name, value in rows.items()],
        "machine",
    )


def fill_record(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the tables into their place, and the line below a chapter."""
    record = read_record(app, RECORD)
    for place in list(doctree.findall(build_record)):
        gpu = read_record(app, GPU)
        about_gpu = paragraph(ON_GPU.format(**gpu) if gpu else NO_GPU)
        tables = (
            [chapter_table(app, record), machine_table(record)]
            if record
            else [paragraph(NO_RECORD)]
        )
        place.replace_self([*tables, about_gpu])
    runs = {page_of(notebook): run for notebook, run in record.get("notebooks", {}).items()}
    run = runs.get(docname)
    if run and PAGE in app.env.found_docs:
        time = f"Built on {record['device']} in {run['seconds']:.1f} s"
        line = link(app, docname, PAGE, time)
        line["classes"].append("built-line")
        next(doctree.findall(nodes.section)).append(line)


def connect(app: Sphinx) -> None:
    """Register the directive, and fill it when the pages are written."""
    app.add_node(build_record)
    app.add_directive("build-record", BuildRecord)
    app.connect("doctree-resolved", fill_record)
