"""The source of a problem: which cell goes where, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tying_assign.building import source
from tying_assign.definition import Case, Problem, Question, Written
from tying_assign.errors import AssignError

HEAD = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n"
BODY = """(practice-double)=
# Double

About {{ minutes }} minutes and {{ points }} points. Try {{ number }}.

+++ {"tags": ["instructor"]}

Only for you.

+++

```{code-cell}
:tags: [stub]

def double(x):
    return ...
```

```{code-cell}
:tags: [solution]

def double(x):
    return 2 * x
```

```{code-cell}
:tags: [hide-output]

check("double.value", double)
```
"""


def cases(rng: np.random.Generator) -> list[Case]:
    return [Case((1,), 2)]


def numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    return {"number": int(rng.integers(10**6))}


def problem(folder: Path, body: str = BODY, **changes: Any) -> Problem:
    folder.mkdir(exist_ok=True)
    (folder / "problem.md").write_text(HEAD + body, encoding="utf-8")
    questions = (Question("value", 2, "double", cases), Written("why", 1))
    return Problem("1", "Double", "", 7, questions, numbers, folder=folder, **changes)


def test_a_tag_says_where_a_cell_goes(tmp_path: Path):
    cells = source.read(problem(tmp_path))
    assert [(cell.kind, cell.role, cell.tags) for cell in cells] == [
        ("markdown", "given", ()),
        ("markdown", "instructor", ()),
        ("code", "stub", ()),
        ("code", "solution", ()),
        ("code", "given", ("hide-output",)),
    ]
    student = source.notebook(cells, source.STUDENT)
    assert "2 * x" not in str(student) and "Only for you" not in str(student)
    reference = source.notebook(cells, source.REFERENCE)
    assert "2 * x" in str(reference) and "..." not in str(reference)


def test_ids_tell_what_a_cell_is_and_stay_when_another_comes_before_it(tmp_path: Path):
    names = [cell.name for cell in source.read(problem(tmp_path))]
    assert names == ["title", "instructor-text", "stub-double", "solution-double", "check-value"]
    more = BODY.replace("# Double\n", "# Double\n\n```{code-cell}\nx = 1\n```\n")
    assert set(names) <= {cell.name for cell in source.read(problem(tmp_path, more))}


def test_numbers_of_the_class_stand_in_the_text(tmp_path: Path):
    one = problem(tmp_path)
    texts = {seed: source.read(one, seed)[0].text for seed in (0, 1)}
    assert "About 7 minutes and 3 points." in texts[0]
    assert texts[0] != texts[1]
    assert texts[1] == source.read(one, 1)[0].text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{{ number }}", "{{ nmber }}", r"nothing is known for \{\{ nmber \}\}; there are minutes"),
        ("[stub]", "[stub, solution]", "a cell has the tags stub and solution"),
        ("[solution]", "[sloution]", "no cell with the tag solution defines the function double"),
        ("[hide-output]", "[hidden]", "no cell may have the tag 'hidden'"),
        ("    return ...", "    return (", "no cell with the tag stub defines the function double"),
        (
            "```{code-cell}\n:tags: [solution]",
            "Words.\n\n```{code-cell}\n:tags: [solution]",
            "the solution 'solution-double' does not follow a cell with the tag stub",
        ),
    ],
)
def test_a_mistake_in_the_source_is_named(tmp_path: Path, old: str, new: str, message: str):
    assert old in BODY
    with pytest.raises(AssignError, match=message):
        source.read(problem(tmp_path, BODY.replace(old, new)))


def test_a_wrong_answer_comes_after_the_solutions_and_has_its_sentence(tmp_path: Path):
    one = problem(tmp_path)
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "half.py").write_text(
        '"""It is\nhalved."""\n\n\ndef double(x):\n    return x / 2\n'
    )
    (wrong,) = source.wrong_answers(one)
    assert (wrong.name, wrong.sentence) == ("half", "It is halved.")
    text = source.submission(one, wrong).decode()
    assert text.index("2 * x") < text.index("x / 2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def double(x):\n    return x\n", "begins with no docstring"),
        ('"""A sentence."""\n', "defines none of the functions double"),
        ('"""A sentence."""\n\ndef double(x)\n', "is no Python"),
    ],
)
def test_a_wrong_answer_that_says_nothing_is_refused(tmp_path: Path, text: str, message: str):
    one = problem(tmp_path)
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "a.py").write_text(text)
    with pytest.raises(AssignError, match=message):
        source.wrong_answers(one)


def test_a_problem_without_a_text_is_named(tmp_path: Path):
    one = problem(tmp_path)
    (tmp_path / "problem.md").unlink()
    with pytest.raises(AssignError, match=r"problem\.md cannot be read"):
        source.read(one)
