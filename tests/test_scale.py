"""How large the experiments are."""

from __future__ import annotations

import pytest

from tools.build import fingerprint
from tying.scale import scaled


@pytest.mark.parametrize(
    ("value", "expected"), [(None, 256), ("", 256), ("1", 256), ("4", 1024), ("10", 2560)]
)
def test_the_variable_multiplies(monkeypatch: pytest.MonkeyPatch, value: str | None, expected: int):
    monkeypatch.delenv("TYING_SCALE", raising=False)
    if value is not None:
        monkeypatch.setenv("TYING_SCALE", value)
    assert scaled(256) == expected


@pytest.mark.parametrize("value", ["0", "-1", "2.5", "1e3", "ten", " 2", "²", "1000000"])
def test_a_wrong_value_says_which_values_are_right(monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("TYING_SCALE", value)
    with pytest.raises(ValueError, match=f"must be a whole number from 1 .*got {value!r}"):
        scaled(1)


def test_pages_of_another_size_are_not_taken_from_the_cache(monkeypatch, tmp_path):
    monkeypatch.delenv("TYING_SCALE", raising=False)
    published = fingerprint.of_execution(tmp_path, "a device")
    monkeypatch.setenv("TYING_SCALE", "1")
    assert fingerprint.of_execution(tmp_path, "a device") == published
    monkeypatch.setenv("TYING_SCALE", "2")
    assert fingerprint.of_execution(tmp_path, "a device") != published
