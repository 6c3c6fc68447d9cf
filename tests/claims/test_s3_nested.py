"""Source S3 on nested models: the code as printed, its repair, and its indices."""

from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations

AS_PRINTED = """\
def block1():
return nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU())
def block2():
net = nn.Sequential()
for i in range(4):
net.add_module(f'block_{i}', block1())
return net
rgnet = nn.Sequential(block2(), nn.Linear(16, 10))
"""

INDENTED = """\
def block1():
    return nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU())
def block2():
    net = nn.Sequential()
    for i in range(4):
        net.add_module(f'block_{i}', block1())
    return net
rgnet = nn.Sequential(block2(), nn.Linear(16, 10))
"""


def build(code: str) -> nn.Sequential:
    names: dict[str, Any] = {"nn": nn}
    exec(compile(code, "source S3, lines 65 to 87", "exec"), names)
    return names["rgnet"]


@pytest.fixture
def rgnet() -> nn.Sequential:
    return build(INDENTED)


@pytest.mark.claim("S3-11")
def test_the_nested_code_compiles_only_with_its_indentation_restored():
    assert AS_PRINTED.split() == INDENTED.split()  # white space is all that differs
    with pytest.raises(IndentationError):
        compile(AS_PRINTED, "source S3, lines 65 to 87", "exec")
    assert isinstance(build(INDENTED), nn.Sequential)


@pytest.mark.claim("S3-12")
def test_the_chain_4_32_16_fails_in_its_second_block_and_4_32_4_works(rgnet):
    x = torch.randn(2, 4)
    assert rgnet[0][0](x).shape == (2, 16)
    with pytest.raises(RuntimeError, match=r"2x16 and 4x32"):
        rgnet(x)

    repaired = INDENTED.replace("nn.Linear(32, 16)", "nn.Linear(32, 4)")
    repaired = repaired.replace("nn.Linear(16, 10)", "nn.Linear(4, 10)")
    assert build(repaired)(x).shape == (2, 10)


@pytest.mark.claim("S3-13")
def test_block2_has_no_output_layer_and_a_block_has_four_modules(rgnet):
    assert len(rgnet[0]) == 4
    assert not any(isinstance(m, nn.Linear) and m.out_features == 10 for m in rgnet[0].modules())
    assert isinstance(rgnet[1], nn.Linear) and rgnet[1].out_features == 10
    for block in rgnet[0]:
        assert [type(layer) for layer in block] == [nn.Linear, nn.ReLU, nn.Linear, nn.ReLU]
        assert [name for name, _ in block.named_parameters()] == [
            "0.weight",
            "0.bias",
            "2.weight",
            "2.bias",
        ]


@pytest.mark.claim("S3-14")
def test_index_1_is_the_second_block(rgnet):
    children = list(rgnet[0].named_children())
    assert children[0] == ("block_0", rgnet[0][0])
    assert children[1] == ("block_1", rgnet[0][1])
    assert rgnet[0][1][0].bias is rgnet.get_parameter("0.block_1.0.bias")
    assert rgnet[0][0][0].bias is not rgnet[0][1][0].bias


class Named(nn.Module):
    """A container with attribute names and no indices."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 2))


@pytest.mark.claim("S3-15")
def test_indices_reach_into_sequential_containers_and_names_reach_everywhere(rgnet):
    assert rgnet[0][1][0].bias is rgnet.get_parameter(
        "0.block_1.0.bias"
    )  # three levels, three indices
    mixed: Any = nn.Sequential(Named())
    with pytest.raises(TypeError, match="not subscriptable"):
        mixed[0][0]
    assert mixed[0].body[0].bias is mixed.get_parameter("0.body.0.bias")
    for model in (rgnet, mixed):
        assert all(
            model.get_parameter(name) is parameter for name, parameter in model.named_parameters()
        )


@pytest.mark.claim("S3-15")
def test_a_name_reaches_parameters_only_and_not_what_is_computed_from_them():
    layer: Any = parametrizations.orthogonal(nn.Linear(3, 3))
    assert (
        layer.get_parameter("parametrizations.weight.original")
        is layer.parametrizations.weight.original
    )
    with pytest.raises(AttributeError, match=r"not an nn\.Parameter"):
        layer.get_parameter("weight")
