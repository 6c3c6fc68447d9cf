"""Values as text, there and back; and texts that nobody honest writes."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from tying_assign.worker import codec
from tying_assign.worker.codec import Malformed, Opaque, decode, dumps, encode, loads, model_text

PLAIN = [None, True, 0, -(2**200), 1.5, math.inf, "ä\ud800\0", [1, [2.0, ()]], {"a": {1: None}}]


@pytest.mark.parametrize("value", [*PLAIN, frozenset({1, 2}), ()])
def test_plain_values_come_back_equal_and_of_their_type(value):
    back = loads(dumps(value))
    assert (back, type(back)) == (value, type(value))


@pytest.mark.parametrize("dtype", codec.DTYPES.values(), ids=str)
@pytest.mark.parametrize("shape", [(), (0, 3), (2, 3)])
def test_tensors_come_back_bit_by_bit(dtype, shape):
    tensor = (torch.arange(math.prod(shape)).reshape(shape) + 1).to(dtype)
    back = loads(dumps(tensor.requires_grad_(dtype.is_floating_point)))
    assert (back.dtype, back.shape, back.requires_grad) == (dtype, tensor.shape, False)
    assert torch.equal(back, tensor)


def test_arrays_come_back_as_arrays():
    array = np.arange(6, dtype=np.float64).reshape(2, 3).T
    back = loads(dumps(array))
    assert type(back) is np.ndarray
    assert np.array_equal(back, array)
    assert loads(dumps(np.float32(0.5))) == 0.5


class Number(int):
    pass


@pytest.mark.parametrize(
    "value",
    [
        *(object(), Number(3), len, 1 << 10_001, iter([]), np.array(["a"])),
        *(torch.zeros(2).to_sparse(), torch.ones(2, dtype=torch.complex64)),
        torch.zeros(2, device="meta"),
    ],
)
def test_what_cannot_cross_becomes_the_name_of_its_kind(value):
    assert isinstance(loads(dumps(value)), Opaque)


def test_a_value_within_too_many_lists_does_not_cross():
    value: Any = 1
    for _ in range(codec.DEPTH + 5):
        value = [value]
    assert "other" in json.dumps(encode(value))


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[1]", "{}", '{"a": 1, "b": 2}', '{"pickle": "gASVAA=="}', "[" * 100_000),
        *('{"list": 3}', '{"dict": [1]}', '{"dict": [{"list": []}, 1]}', '{"set": [{"list": []}]}'),
        *('{"tensor": 3}', '{"tensor": ["float32", [2], ""]}', '{"tensor": ["object", [0], ""]}'),
        *('{"tensor": ["float32", [-1], ""]}', '{"tensor": ["float32", [true], "AAAAAA=="]}'),
        '{"tensor": ["float32", [' + ",".join(["1"] * 100) + '], "AAAAAA=="]}',
        '{"tensor": ["float32", [' + "9" * 4000 + ', 0], ""]}',
        '{"set": [' + ",".join(map(str, range(30_000))) + "]}",
        *("9" * 5000, '{"other": 3}', '{"model": "gASVAA=="}'),
    ],
)
def test_other_texts_are_refused(text):
    with pytest.raises(Malformed):
        loads(text)


def test_a_model_crosses_with_its_ties_and_only_where_it_may():
    model: Any = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    model[1].weight = model[0].weight
    model[1].bias = nn.Parameter(model[0].bias.data[:])  # another parameter on the same storage
    plain = json.loads(json.dumps(model_text(model)))
    back: Any = decode(plain, models=True)
    assert back[1].weight is back[0].weight
    assert back[1].bias is not back[0].bias
    assert back[1].bias.data_ptr() == back[0].bias.data_ptr()
    with pytest.raises(Malformed):
        decode(plain)
