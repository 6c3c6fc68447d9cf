"""The smallest problem: two functions, and a question for a person."""

from tying_assign.definition import Case, Problem, Question, Written


def double(rng):
    return [Case((value,), 2 * value) for value in map(int, rng.integers(1, 10_000, 2))]


def length(rng):
    return [Case(([1] * size,), size) for size in map(int, rng.integers(1, 9, 2))]


PROBLEM = Problem(
    id="1000001",
    title="Twice",
    chapter="none",
    minutes=1,
    questions=(
        Question("double", 2, "double", double, seconds=5),
        Question("length", 1, "length", length, seconds=5),
        Written("why", 3),
    ),
)
