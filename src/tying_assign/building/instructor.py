"""The notebook for the instructor: solutions in their places, rubric, and common mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat import NotebookNode, v4

from tying_assign.building import page, source
from tying_assign.building.plain import plain
from tying_assign.definition import Problem, Question, Written, generator

if TYPE_CHECKING:
    from tools.learner.settings import Book

ROLES = (source.GIVEN, source.SOLUTION, source.INSTRUCTOR)
WARNING = "> **For instructors.** This notebook holds the solutions. Do not hand it out."
MISTAKES = """\
## Common mistakes

The hidden tests were tried with each of these wrong answers. Each loses the points of the questions
that stand before it.

{mistakes}"""
MARKING = """\
## Points

{table}

In the table of grades each question has a column:

{columns}

The seed of this class is {seed}. Grade with it:

```text
python -m tying_assign grade {name} submissions.zip --csv grades.csv{option}
```"""


def instructor(problem: Problem, book: Book, class_seed: int = 0) -> NotebookNode:
    """What only the instructor of a class gets."""
    made = source.notebook(source.read(problem, class_seed), ROLES)
    warning = v4.new_markdown_cell(WARNING, id="for-instructors")
    made.cells[1:1] = [warning]  # below the title
    made.cells += [
        v4.new_markdown_cell(marking(problem, class_seed), id="points"),
        v4.new_markdown_cell(mistakes(problem), id="common-mistakes"),
    ]
    return plain(problem, book, made)


def marking(problem: Problem, class_seed: int) -> str:
    """Points, the number of hidden tests, and how to grade."""
    columns = [
        f"- `{one.name}` (question {number}): {_column(problem, one, class_seed)}"
        for number, one in enumerate(problem.questions, start=1)
    ]
    option = f" --class-seed {class_seed}" if class_seed else ""
    return MARKING.format(
        table=page.table(problem),
        columns="\n".join(columns),
        seed=class_seed,
        name=problem.name,
        option=option,
    )


def _column(problem: Problem, question: Question | Written, class_seed: int) -> str:
    """How its points come into the table."""
    if isinstance(question, Written):
        return f"you write its points into this column, at most {question.points}, by the rubric"
    calls = len(question.cases(generator(problem, question.name, class_seed)))
    return f"{calls} hidden calls, and the points only if all come out right"


def mistakes(problem: Problem) -> str:
    """The wrong answers, each with the questions that it touches."""
    lines = []
    for wrong in source.wrong_answers(problem):
        functions = source.defined(wrong.code)
        names = [f"`{one.name}`" for one in problem.graded if one.function in functions]
        lines.append(f"- {', '.join(names)}: {wrong.sentence}")
    return MISTAKES.format(mistakes="\n".join(sorted(lines)))
