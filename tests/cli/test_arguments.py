"""Arguments as they are typed: JSON, Python's literals, and text."""

from __future__ import annotations

import re

import pytest

from tying.cli._arguments import parse
from tying.cli._errors import CommandError


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("n=3", 3),
        ("n=1e-3", 0.001),
        ("n=true", True),
        ("n=True", True),
        ("n=False", False),  # as text it would be true
        ("n=null", None),
        ("n=None", None),
        ("n=gelu", "gelu"),
        ('n="3"', "3"),
        ("n=a=b", "a=b"),
        ("n=", ""),
        ("n=[1, 2]", [1, 2]),
        ("n=(3, 3)", (3, 3)),
        ("n={'a': 1}", {"a": 1}),
        ("n=__import__('os')", "__import__('os')"),  # read, never run
    ],
)
def test_a_value_is_json_or_a_literal_or_text(word: str, value: object):
    positional, by_name = parse([word])
    assert positional == [] and by_name == {"n": value}
    assert type(by_name["n"]) is type(value)


def test_arrays_and_objects_go_beside_pairs():
    assert parse(["[1, [2]]", '{"a": 3}', "b=4"]) == ([1, [2]], {"a": 3, "b": 4})


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["4"], "an argument is name=value, a JSON object or a JSON array, got '4'"),
        (["=4"], "got '=4'"),
        (["a-b=4"], "got 'a-b=4'"),
        (["{a: 1}"], "'{a: 1}' is not JSON: .*single quotes"),
        (["[1"], "is not JSON"),
        (["a=1", '{"a": 1}'], "the argument a is given twice"),
    ],
)
def test_other_words_are_refused(words: list[str], error: str):
    with pytest.raises(CommandError, match=error.replace("[1", re.escape("[1"))):
        parse(words)
