"""Which device the notebooks run on."""

import pytest
import torch

from tying.device import CHOICES, device


@pytest.fixture(autouse=True)
def nothing_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TYING_DEVICE", raising=False)


def gpus(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: count > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: count)


@pytest.mark.parametrize(("count", "expected"), [(0, "cpu"), (1, "cuda"), (4, "cuda")])
def test_a_gpu_is_used_if_there_is_one(monkeypatch, count, expected):
    gpus(monkeypatch, count)
    assert device() == torch.device(expected)


@pytest.mark.parametrize("value", ["cpu", "cuda", "cuda:1"])
def test_the_variable_decides(monkeypatch, value):
    gpus(monkeypatch, 2)
    monkeypatch.setenv("TYING_DEVICE", value)
    assert device() == torch.device(value)


def test_an_empty_variable_is_no_choice(monkeypatch):
    gpus(monkeypatch, 0)
    monkeypatch.setenv("TYING_DEVICE", "")
    assert device() == torch.device("cpu")


def test_mps_is_used_only_when_it_is_asked_for(monkeypatch):
    gpus(monkeypatch, 0)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert device() == torch.device("cpu")
    monkeypatch.setenv("TYING_DEVICE", "mps")
    assert device() == torch.device("mps")


@pytest.mark.parametrize("value", ["gpu", "CUDA", "cuda:", "cuda:one", "cuda:²", " cpu", "tpu"])
def test_a_wrong_value_names_the_choices(monkeypatch, value):
    monkeypatch.setenv("TYING_DEVICE", value)
    with pytest.raises(ValueError, match=f"one of {', '.join(CHOICES)} .*got {value!r}"):
        device()


@pytest.mark.parametrize(("value", "count"), [("cuda", 0), ("cuda:0", 0), ("cuda:2", 2)])
def test_a_device_that_is_not_there_is_refused(monkeypatch, value, count):
    gpus(monkeypatch, count)
    monkeypatch.setenv("TYING_DEVICE", value)
    with pytest.raises(ValueError, match=f"is '{value}', but torch sees no such device"):
        device()


def test_a_mac_without_its_gpu_is_refused(monkeypatch):
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setenv("TYING_DEVICE", "mps")
    with pytest.raises(ValueError, match="torch sees no such device"):
        device()
