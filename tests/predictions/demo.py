"""A small book of two chapters with predictions of every kind, executed and built once."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
import yaml
from filelock import FileLock
from nbformat import NotebookNode, v4

from tools.build import jupyter_book

ROOT = Path(__file__).parents[2]
COPIED = ("book/_ext", "book/_static", "book/vendor", "book/references.bib", "book/review.md")
COPIED_AS_WELL = ("pyproject.toml",)
TOC = {
    "format": "jb-book",
    "root": "book/intro",
    "parts": [
        {"caption": "Demo", "chapters": [{"file": "notebooks/ends"}, {"file": "notebooks/curves"}]},
        {"caption": "To look things up", "chapters": [{"file": "book/review"}]},
    ],
}
INTRO = "# Demo\n\nWhere things end.\n\n```{book-map}\n```\n"

ALIAS = """\
(sec-ends)=
## Ends

:::{admonition} Predict
:class: predict
:name: predict-alias

Adam starts the alias at $-0.5$. Where does it end?

1. It stays at $-0.5$.
2. At $1$, as the tie.
3. At $3$.
:::"""
ALIAS_OUTCOME = """\
:::{admonition} What came out
:class: outcome dropdown
:name: outcome-alias

1. **Right.** `from -0.5 alias -0.50`: the two steps cancel every time.
2. That is the tie: it has one gradient, so it stops where the sum is zero.
3. That is where the first use alone would go.

The explanation goes on, with a formula that has a name of its own:

$$\\theta \\leftarrow \\theta - \\eta \\operatorname{sign}(g_1) - \\eta \\operatorname{sign}(g_2)$$

Each step is as long as the learning rate, so it is the *signs* that count.
:::"""
COUNT = """\
:::{admonition} Predict
:class: predict number within-5-percent
:name: predict-count

How many numbers does the chain store, if its middle layers are tied?

Unit: numbers
:::"""
COUNT_OUTCOME = """\
:::{admonition} What came out
:class: outcome dropdown
:name: outcome-count

**Right: 121.** `stored 121`: the second layer stores nothing.

- 193: that counts both layers, as on paper.
- 49: that leaves out the tied layers altogether.

A name is not a number.
:::"""
ORDER = """\
:::{admonition} Predict
:class: predict order
:name: predict-rank

Which network stores the fewest numbers, and which the most?

1. The dense layer
2. The locally connected layer
3. The convolution
:::"""
ORDER_OUTCOME = """\
:::{admonition} What came out
:class: outcome dropdown
:name: outcome-rank

**Right order: 3, 2, 1.** `608 5408 476672`, from the fewest to the most.

Sharing and locality each take away a factor.
:::"""
DRAG = """\
:::{admonition} Predict
:class: predict drag within-0.2
:name: predict-risk

What is the risk of the tied mean as the spread $s^2$ grows?

| $s^2$ | 0 | 0.5 | 1 |
|---|---|---|---|
| risk, 0 to 3 | ? | ? | ? |
:::"""
DRAG_OUTCOME = """\
:::{admonition} What came out
:class: outcome dropdown
:name: outcome-risk

| $s^2$ | 0 | 0.5 | 1 |
|---|---|---|---|
| risk, 0 to 3 | 0.1 | 1.1 | 2.1 |

The bias grows in proportion to the spread.
:::"""
REMEMBER = """\
## What to remember

:::{admonition} What to remember
:class: remember
What is a tie?
: Two slots that hold one `Parameter` object.

What does a value receive that is used $m$ times?
: The *sum* of $m$ gradients.
:::"""
REMEMBER_WITHOUT_HEADING = """\
:::{admonition} What to remember
:class: remember
What lowers the risk?
: Few parameters.
:::"""
OLD = """\
:::{admonition} Predict
:class: predict

What does the next cell print? Write it down.
:::"""
PICTURE = """\
from IPython.display import HTML, display
print("608 5408 476672")
display(HTML("<table><tr><th>layer</th><th>numbers</th></tr><tr><td>dense</td>"
             "<td>476672</td></tr></table>"))"""


def markdown(name: str, source: str) -> NotebookNode:
    """A cell of Markdown."""
    return v4.new_markdown_cell(source, id=name)


def code(name: str, source: str, text: str = "", *tags: str) -> NotebookNode:
    """A cell of code that was executed and printed ``text``."""
    outputs = [v4.new_output("stream", text=f"{text}\n")] if text else []
    metadata = {"tags": list(tags)} if tags else {}
    return v4.new_code_cell(source, id=name, outputs=outputs, metadata=metadata, execution_count=1)


def prediction(name: str, question: str, outcome: str, *cells: NotebookNode) -> list[NotebookNode]:
    """A question, its cells and its outcome."""
    return [markdown(f"{name}-asked", question), *cells, markdown(f"{name}-told", outcome)]


def ends() -> NotebookNode:
    """The first chapter: a choice, a number, a box of the old form, and what to remember."""
    printed = "from -0.5  alias -0.50\nfrom  6.0  alias  3.00"
    shown = code("alias-code", "run(start=-0.5)", printed, "hide-output")
    counted = code("count-code", "print('stored', count(chain))", "stored 121", "hide-output")
    return notebook(
        markdown("title", "# Where does it end?\n\nA chapter of two predictions."),
        *prediction("alias", ALIAS, ALIAS_OUTCOME, shown),
        markdown("text", "Text between two predictions, as in every chapter."),
        *prediction("count", COUNT, COUNT_OUTCOME, counted),
        markdown("old", OLD),
        code("old-code", "print(2)", "2", "hide-output"),
        markdown("remember", REMEMBER),
        markdown("references", "## References\n\nNone."),
    )


def curves() -> NotebookNode:
    """The second chapter: an order and a curve, with a picture and its caption between."""
    drawn = code("rank-code", PICTURE, "608 5408 476672", "hide-input", "hide-output")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" viewBox="0 0 200 40">'
        '<rect width="160" height="20" y="10" fill="#0072b2"/></svg>'
    )
    drawn.outputs.append(
        v4.new_output("display_data", {"image/svg+xml": svg, "text/plain": "A long bar"})
    )
    risks = code("risk-code", "print(risk)", "0.10 1.10 2.10", "hide-cell")
    return notebook(
        markdown("title", "# How do they grow?\n\nAn order and a curve."),
        markdown("rank-asked", ORDER),
        drawn,
        markdown("caption", "**Figure 1.** The dense layer stores the most."),
        markdown("rank-told", ORDER_OUTCOME),
        markdown("growth", "## How fast?\n\nA section of the second chapter."),
        *prediction("risk", DRAG, DRAG_OUTCOME, risks),
        markdown("remember", REMEMBER_WITHOUT_HEADING),
    )


def notebook(*cells: NotebookNode) -> NotebookNode:
    """A notebook of these cells."""
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    return v4.new_notebook(cells=list(cells), metadata=metadata)


def write(folder: Path) -> None:
    """Write the sources of the book, with the project's own settings and extension."""
    for name in (*COPIED, *COPIED_AS_WELL):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target)
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config["execute"] = {"execute_notebooks": "off"}
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (folder / "_toc.yml").write_text(yaml.safe_dump(TOC), encoding="utf-8")
    (folder / "book" / "intro.md").write_text(INTRO, encoding="utf-8")
    (folder / "notebooks").mkdir(exist_ok=True)
    nbformat.write(ends(), folder / "notebooks" / "ends.ipynb")
    nbformat.write(curves(), folder / "notebooks" / "curves.ipynb")


def built(factory: pytest.TempPathFactory) -> Path:
    """Site of the demo book, which one run of the tests builds once, for all of its workers."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "book-of-predictions"
    site = folder / "_build" / "html"
    with FileLock(folder.with_suffix(".lock")):
        if not (site / "index.html").is_file():
            write(folder)
            done = build(folder)
            assert done.returncode == 0, done.stderr
    return site


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the pages of ``folder`` into ``folder/_build/html``, with warnings as errors."""
    return jupyter_book.run(folder, folder, "-W", "-n", "--keep-going")
