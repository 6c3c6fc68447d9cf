"""What tensors are made of, against sums by hand.

``Quantised`` stands for the weights of torchao, ``Packed`` for those of bitsandbytes, ``zero_3`` for
the parameters of DeepSpeed: they have the attributes that those libraries give them. ``DTensor`` is
torch's own, on a mesh of two processes of which only this one exists.
"""

import pytest
import torch
from torch import nn

from tests.slots.makes import Packed, Quantised, quantised, sharded, two_processes, zero_3  # noqa: F401
from tying.slots.contents import RAGGED, contents, is_plain


def nbytes(tensor: torch.Tensor) -> int:
    made_of = contents(tensor)
    return sum(part.nbytes for part in made_of.values + made_of.structure)


@pytest.mark.parametrize(
    "plain",
    [torch.zeros(2, 3), nn.Parameter(torch.zeros(2, 3)), torch.zeros(2, 3, device="meta").t()],
    ids=["tensor", "parameter", "meta"],
)
def test_a_plain_tensor_is_made_of_itself(plain):
    made_of = contents(plain)
    assert is_plain(plain) and made_of.values[0] is plain and made_of.structure == ()
    assert (made_of.shape, made_of.numel, made_of.here) == (tuple(plain.shape), 6, 6)


def test_a_subclass_that_names_no_other_tensors_is_made_of_itself():
    class Named(nn.Parameter):
        pass

    named = Named(torch.zeros(2, 3))
    assert not is_plain(named) and contents(named).values == (named,)
