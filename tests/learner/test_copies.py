"""A chapter and its copy: what moves, what is folded, what the first cells do."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from pathlib import Path

import nbformat
import pytest
from markdown_it import MarkdownIt
from nbformat import NotebookNode, v4

from tools.learner.copies import learner_copy, write, write_script
from tools.learner.labels import of_book
from tools.learner.markdown import Unknown
from tools.learner.references import References
from tools.learner.settings import Book, Package, oldest_by_name, settings

ROOT = Path(__file__).parents[2]
EXERCISE = ":::{{exercise-start}}\n:label: {0}\n:::\nAsk {0}.\n:::{{exercise-end}}\n:::"
SOLUTION = ":::{{solution-start}} {0}\n:class: dropdown\n:::\nSay {0}."
END = ":::{solution-end}\n:::"
PACKAGE = Package("tying-1.2-py3-none-any.whl", "ab12", (3, 11), {"torch": "2.6"}, {"x": "1"})


def markdown(name: str, text: str) -> NotebookNode:
    return v4.new_markdown_cell(text, id=name)


def chapter(root: Path, *cells: NotebookNode) -> Book:
    """A book of one chapter that consists of ``cells``."""
    (root / "_toc.yml").write_text("format: jb-book\nroot: one\n")
    (root / "r.bib").write_text("")
    title = markdown("title", "(chap-one)=\n# One?")
    nbformat.write(v4.new_notebook(cells=[title, *cells]), root / "one.ipynb")
    places, references = of_book(root), References(root / "r.bib")
    return Book(root, places, references, "", "https://x.example", "1.2", PACKAGE)


def call_of(setup: str) -> dict[str, object]:
    """The arguments of the call in which the setup cell ends."""
    last = ast.parse(setup).body[-1]
    assert isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    return {str(one.arg): ast.literal_eval(one.value) for one in last.value.keywords}


def test_solutions_go_to_the_end_and_exercises_keep_their_numbers(tmp_path: Path):
    book = chapter(
        tmp_path,
        markdown("ex-1", EXERCISE.format("ex-a")),
        markdown("so-1", SOLUTION.format("ex-a")),
        v4.new_code_cell("assert 1", id="code-1"),
        markdown("end-1", END),
        markdown("ex-2", EXERCISE.format("ex-b")),
        markdown("so-2", SOLUTION.format("ex-b")),
        v4.new_code_cell("assert 2", id="code-2"),
        markdown("end-2", END),
        markdown("last", "## What to remember"),
    )
    copy = learner_copy(book, "one")
    assert [cell.id for cell in copy.cells][3:] == [
        *("ex-1", "answer-1", "ex-2", "answer-2", "last"),
        *("solutions", "so-1", "code-1", "so-2", "code-2"),
    ]
    sources = {cell.id: cell.source for cell in copy.cells}
    assert sources["ex-2"] == '<a id="ex-b"></a>\n\n### Exercise 2\n\nAsk ex-b.'
    assert sources["so-1"] == "### Solution of exercise 1\n\nSay ex-a."
    assert sources["answer-2"] == "# Your answer to exercise 2."


WHOLE = """Before.

```{exercise} A title
:label: ex-a

Ask a.

:::{hint}
Look.
:::
```

Between.

:::{solution} ex-a
:class: dropdown
Say a.
:::

After."""


def test_a_solution_leaves_its_exercise_even_if_one_cell_holds_both(tmp_path: Path):
    copy = learner_copy(
        chapter(tmp_path, markdown("both", WHOLE), markdown("last", "Last.")), "one"
    )
    assert [(cell.id, cell.source) for cell in copy.cells][3:] == [
        (
            "both",
            'Before.\n\n<a id="ex-a"></a>\n\n### Exercise 1 (A title)\n\n'
            "Ask a.\n\n> **Hint**\n>\n> Look.",
        ),
        ("answer-1", "# Your answer to exercise 1."),
        ("both-part-3", "Between."),
        ("both-part-5", "After."),
        ("last", "Last."),
        ("solutions", "## Solutions"),
        ("both-part-4", "### Solution of exercise 1\n\nSay a."),
    ]


def test_an_exercise_without_a_label_is_named_with_its_cell(tmp_path: Path):
    book = chapter(tmp_path, markdown("bare", ":::{exercise}\nAsk.\n:::"))
    with pytest.raises(Unknown, match="one, cell bare: an exercise without a label"):
        learner_copy(book, "one")


@pytest.mark.parametrize("tag", ["hide-input", "hide-cell", "remove-cell"])
def test_code_keeps_its_text_and_is_folded_where_the_page_hides_it(tmp_path: Path, tag: str):
    shown = v4.new_code_cell("1 + 1", id="shown", metadata={"tags": ["hide-output"]})
    hidden = v4.new_code_cell("2 + 2", id="hidden", metadata={"tags": [tag]})
    copy = learner_copy(chapter(tmp_path, shown, hidden), "one")
    one, two = copy.cells[-2:]
    assert (one.source, one.metadata) == ("1 + 1", {})
    assert (two.source, two.metadata["jupyter"]) == ("2 + 2", {"source_hidden": True})
    assert two.metadata["cellView"] == "form"


def test_the_setup_cell_names_the_wheel_its_digest_and_where_it_lies(tmp_path: Path):
    setup = learner_copy(chapter(tmp_path), "one").cells[2]
    assert (setup.cell_type, setup.id) == ("code", "setup")
    assert call_of(setup.source) == {
        "wheel": "tying-1.2-py3-none-any.whl",
        "sha256": "ab12",
        "address": "https://x.example",
        "python": (3, 11),
        "kept": {"torch": "2.6"},
        "added": {"x": "1"},
    }
    assert len(re.findall(r'^ +address=".*",$', setup.source, re.MULTILINE)) == 1


def test_the_setup_cell_is_folded_and_the_words_above_it_say_what_it_does(tmp_path: Path):
    introduction, setup = learner_copy(chapter(tmp_path), "one").cells[1:3]
    assert setup.metadata == {"cellView": "form", "jupyter": {"source_hidden": True}}
    assert "says what is missing, and installs that; it changes nothing else" in introduction.source
    assert "*" not in re.sub("<[^>]*>", "", MarkdownIt().render(introduction.source))


def test_what_the_setup_cell_asks_for_is_what_the_package_requires(tmp_path: Path):
    wheel = tmp_path / "tying-9-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")
    package = settings(ROOT, wheel).package
    assert (package.wheel, package.python) == (wheel.name, (3, 11))
    assert package.sha256 == hashlib.sha256(b"a wheel").hexdigest()
    assert package.kept.keys() == {"numpy", "torch"}
    assert package.added.keys() == {"anywidget", "ipywidgets", "matplotlib", "scikit-learn"}
    assert settings(ROOT).package.sha256 == ""


@pytest.mark.parametrize(
    ("repository", "site", "wheels"),
    [
        ("", "", ""),
        ("", "https://book.example/tied/", "https://book.example/tied/learn"),
        ("https://h.example/tied/", "", "https://h.example/tied/releases/download/v{}"),
        (
            "https://h.example/tied",
            "https://b.example",
            "https://h.example/tied/releases/download/v{}",
        ),
    ],
)
def test_the_wheel_is_at_the_release_or_on_the_site_if_the_settings_know_one(
    tmp_path: Path, repository: str, site: str, wheels: str
):
    for name in ("pyproject.toml", "_toc.yml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name in ("book", "notebooks", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    text = (ROOT / "_config.yml").read_text(encoding="utf-8")
    text = text.replace('  url: ""', f'  url: "{repository}"')
    text = text.replace('  baseurl: ""', f'  baseurl: "{site}"')
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    book = settings(tmp_path)
    assert book.wheels == wheels.format(book.version)
    assert settings(tmp_path, wheels="https://own.example").wheels == "https://own.example"


@pytest.mark.parametrize("requirement", ["x<2", "x>=1,<2", "x==1"])
def test_a_requirement_that_the_setup_cell_cannot_check_is_refused(requirement: str):
    assert oldest_by_name(["x>=1.4"]) == {"x": "1.4"}
    with pytest.raises(ValueError, match="write a requirement of the package as >=version"):
        oldest_by_name([requirement])


def test_a_copy_for_pages_on_disk_assigns_the_same_notebook(tmp_path: Path):
    (path,) = write(chapter(tmp_path), tmp_path / "out")
    script = write_script(path)
    assert script == path.with_suffix(".js")
    before, notebook = script.read_text(encoding="utf-8").split(" = ", 1)
    assert before == "window.tiedCopy"
    assert json.loads(notebook.removesuffix(";\n")) == json.loads(path.read_text("utf-8"))


def test_what_has_no_plain_form_is_named_with_its_cell(tmp_path: Path):
    book = chapter(tmp_path, markdown("odd", ":::{figure} x.png\n:::"))
    with pytest.raises(Unknown, match=r"one, cell odd: .*\{figure\}"):
        learner_copy(book, "one")


def test_nothing_is_written_if_one_chapter_fails(tmp_path: Path):
    book = chapter(tmp_path, markdown("odd", "[](sec-gone)"))
    with pytest.raises(Unknown):
        write(book, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_every_chapter_of_the_book_has_a_copy(tmp_path: Path):
    paths = write(settings(ROOT), tmp_path)
    chapters = {path.relative_to(ROOT / "notebooks") for path in ROOT.glob("notebooks/*/*.ipynb")}
    assert {path.relative_to(tmp_path) for path in paths} == chapters
    for path in paths:
        copy = nbformat.read(path, as_version=4)
        text = "\n".join(cell.source for cell in copy.cells if cell.cell_type == "markdown")
        prose = re.sub(r"(`+|~~~).+?\1", "", text, flags=re.DOTALL)
        assert not re.findall(r":::.*|\]\((?!https?:|#)\S*\)", prose)
        assert not re.findall(r"\{[\w:-]+\}`", text)
        first = next(cell for cell in copy.cells if cell.cell_type == "code")
        assert first.id == "setup"
