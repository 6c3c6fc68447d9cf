"""``check`` prints one sentence, whatever it is given, and never raises."""

from __future__ import annotations

import functools
import io
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tying.check import _registry, check
from tying.check._calling import try_out
from tying.check.entries import Case, Function, Value, Values, tensor

SRC = Path(__file__).parents[2] / "src"
NUMBERS = "counting-parameters.three-places"
WORDS = "ties-and-aliases.colleagues"
ARRAY = "convolution-as-sharing.product"
FUNCTION = "bias-and-variance.decide"
ONE = "ties-and-aliases.symmetry"


class Broken:
    """Every special method raises."""

    def fail(self, *args: object) -> Any:
        raise RuntimeError("broken")

    __repr__ = __str__ = __eq__ = __len__ = __iter__ = __getitem__ = __bool__ = fail
    __float__ = __int__ = __index__ = __array__ = __call__ = __getattr__ = __hash__ = fail


class Liar:
    """Says that it equals everything, and that it is a float."""

    __class__ = float  # pyright: ignore

    def __eq__(self, other: object) -> bool:
        return True

    def __float__(self) -> float:
        return 7.0


class Endless:
    """Its repr never ends."""

    def __repr__(self) -> str:
        while True:
            pass


class Meta(type):
    """A class whose name is a trap."""

    def __getattribute__(cls, name: str) -> Any:
        raise RuntimeError(name)


def trapped() -> Any:
    """An object of a class that has no attributes."""
    return Meta("Trapped", (), {})()


def endless_list() -> list[Any]:
    """A list that holds itself."""
    one: list[Any] = []
    one.append(one)
    return one


class Subclass(torch.Tensor):
    """A tensor that answers to no function."""

    @classmethod
    def __torch_function__(cls, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("no")


def exits(*args: Any) -> Any:
    """Wants to stop the notebook."""
    raise SystemExit(1)


def recursion(*args: Any) -> Any:
    """Calls itself without end."""
    return recursion(*args)


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What was printed, a sentence in one line, and what was written to stderr."""
    printed = capsys.readouterr()
    assert all(len(line) <= 37 for line in printed.out.splitlines())
    return printed.out.replace("\n  ", " "), printed.err


def absurd() -> list[Any]:
    """Whatever comes to mind."""
    return [
        *(None, ..., True, 0, -1, 10**5000, 2**64, 1e400, float("nan"), -0.0, 1j),
        *("", "7", "x" * 100_000, "\udcff", b"7", bytearray(3)),
        *((), [], {}, set(), frozenset({1}), range(3), range(10**12), iter([1]), slice(3)),
        *([None, None], [[1], [1, 2]], endless_list(), {"stored": None}, {1: 2}, [True, 2]),
        *(Broken(), Broken, Liar(), Endless(), trapped(), object(), type, NotImplemented),
        *(len, exits, recursion, lambda: 1, lambda *a: Broken(), lambda *a: 1 / 0, int),
        *(np.float32(6), np.array(6), np.array([]), np.array(["a", "b"]), np.array([None, 1])),
        *(np.datetime64("2020-01-01"), np.ma.masked_array([1.0, 2.0], [True, False])),
        *(np.zeros((1, 2, 3)), np.array([1 + 1j, 2]), np.full(2, np.nan), np.full(2, np.inf)),
        *(
            torch.tensor(6),
            torch.zeros(0),
            torch.zeros(2, 2, device="meta"),
            torch.ones(2).to_sparse(),
        ),
        *(torch.tensor([True, False]), torch.tensor([1j, 2]), torch.full((2,), torch.nan)),
        *(torch.ones(2, dtype=torch.bfloat16), torch.ones(2, requires_grad=True), torch.strided),
        *(torch.tensor([1.0, 2.0]).as_subclass(Subclass), torch.nn.Linear(2, 2), torch.float32),
        torch.zeros(2_000_000),
    ]


@pytest.mark.parametrize("name", [NUMBERS, WORDS, ARRAY, FUNCTION, ONE])
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_one_sentence_for_whatever_is_given(name: str, capsys: pytest.CaptureFixture[str]):
    for value in absurd():
        check(name, value)
        printed, errors = said(capsys)
        assert errors == ""
        assert printed.count("\n") == 1 and len(printed) < 400
        assert "right.\n" not in printed


def test_no_name_raises(capsys: pytest.CaptureFixture[str]):
    names: list[Any] = [
        None,
        7,
        "",
        ".",
        "...",
        "x" * 10**6,
        Broken(),
        b"x",
        "a.b.c",
        endless_list(),
    ]
    for name in names:
        check(name, 7)
        printed = said(capsys)[0]
        assert printed.count("\n") == 1 and "right" not in printed and len(printed) < 400


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("counting-parameters.three-place", NUMBERS),
        ("counting.three-places", NUMBERS),
        ("ties-and-aliases.symmetry ", ONE),
        ("Ties-and-aliases.colleague", WORDS),
        ("ties-and-aliases", ONE),
        ("symmetry", ONE),
    ],
)
def test_an_unknown_name_leads_to_the_nearest(
    name: str, near: str, capsys: pytest.CaptureFixture[str]
):
    check(name, 0)
    printed = said(capsys)[0]
    assert near in printed or near.partition(".")[2] + ": not yet" in printed


def test_the_keyboard_interrupts():
    def interrupted(*args: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(FUNCTION, interrupted)


def test_a_stream_of_few_letters_gets_the_sentence_too(monkeypatch: pytest.MonkeyPatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    check("Schlüssel.bias²", 0)
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    printed = stream.buffer.getvalue().replace(b"\n  ", b" ")
    assert b"There is no exercise 'Schl\\xfcssel.bias\\xb2'" in printed


# --- the reader's function ---

DOUBLE = Function("double(x)", (Case(lambda: (tensor([1.0, 2.0]),), Value([2.0, 4.0])),))


def test_an_exception_is_named_with_its_line_in_the_readers_code(tmp_path: Path):
    file = tmp_path / "answer.py"
    source = textwrap.dedent(
        """
        import torch

        def double(x):
            y = torch.cat([x, x])
            return y.view(3)
        """
    )
    file.write_text(source)
    names: dict[str, Any] = {}
    exec(compile(source, file, "exec"), names)
    verdict = try_out(DOUBLE, names["double"])
    assert not verdict.right
    assert verdict.words.startswith(
        "double(torch.tensor([1.0, 2.0])) stops with RuntimeError: shape '[3]'"
    )
    assert verdict.words.endswith("in line 6 of your code: return y.view(3).")


def test_an_error_in_an_object_that_is_called_is_named_too():
    def divides(x: torch.Tensor, by: int) -> torch.Tensor:
        return x * (1 // by)

    words = try_out(DOUBLE, functools.partial(divides, by=0)).words
    assert "ZeroDivisionError" in words and words.endswith("return x * (1 // by).")


def test_a_wrong_number_of_parameters_is_named():
    words = try_out(DOUBLE, lambda: 1).words
    assert "TypeError" in words and "takes 0 positional arguments but 1 was given" in words


def test_a_result_in_place_of_the_function_is_named():
    words = try_out(DOUBLE, torch.ones(2)).words
    assert words == "It is a tensor of shape (2,), and the function double(x) itself is wanted."


def test_a_function_that_is_not_written_is_not_answered():
    assert "..." in try_out(DOUBLE, lambda x: ...).words
    assert "None" in try_out(DOUBLE, lambda x: None).words


def test_a_result_in_float32_is_right_up_to_rounding():
    verdict = try_out(DOUBLE, lambda x: (x.float() * 2 * (1 + 1e-5)).to(torch.float32))
    assert verdict.right and "float32" in verdict.words


# --- problems ---


def test_problems_say_that_hidden_tests_decide_and_count_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    entries = {"first": Value(1), "last": DOUBLE}
    monkeypatch.setattr(
        _registry, "subjects", lambda package: ["sums"] if package == "practice" else []
    )
    monkeypatch.setattr(_registry, "load", lambda package, subject: entries)
    check("sums.first", 1)
    assert said(capsys)[0] == "first: right.\n"
    check("sums.last", lambda x: x * 2)
    first, last = said(capsys)[0].splitlines()
    assert first == "last: right for these inputs."
    assert "Hidden tests" in last and "no points" in last
    check("sums.last", lambda x: x)
    assert "Hidden tests" in said(capsys)[0]


def test_exercises_are_small_and_lie_in_the_module_of_their_page():
    for package in _registry.PACKAGES:
        for subject in _registry.subjects(package):
            for entry in _registry.load(package, subject).values():
                assert isinstance(entry, Value | Values | Function) or entry.test
    assert len(_registry.names()) == len(set(_registry.names()))


def test_it_imports_nothing_but_torch_and_numpy_and_only_the_chapter_that_is_asked_for():
    code = (
        "import sys; from tying.check import check\n"
        f"check({ONE!r}, 7)\n"
        "print(sorted(n for n in sys.modules if n.startswith('tying.check.chapters.')))\n"
        "print(*sorted({'matplotlib', 'sklearn', 'IPython', 'tying_assign'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "symmetry: right.",
        "['tying.check.chapters.ties_and_aliases']",
        "",
    ]
