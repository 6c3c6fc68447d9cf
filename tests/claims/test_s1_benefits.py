"""Source S1 on what sharing is good for in convolutional and in recurrent networks."""

from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tying.layers import LocallyConnected2d

SIZE, WINDOW = 8, 3
PLACES = SIZE - WINDOW + 1


@pytest.mark.claim("S1-08")
def test_a_shared_kernel_finds_a_pattern_where_no_pattern_was_learnt():
    pattern = torch.tensor([[1.0, -1, 0], [2, 0, -1], [0, 1, 1]])
    conv = nn.Conv2d(1, 1, WINDOW, bias=False)
    with torch.no_grad():
        conv.weight.zero_()
    local = LocallyConnected2d.from_convolution(conv, (SIZE, SIZE))

    def image(row: int, column: int) -> torch.Tensor:
        x = torch.zeros(1, 1, SIZE, SIZE)
        x[0, 0, row : row + WINDOW, column : column + WINDOW] = pattern
        return x

    # One step of gradient ascent on the response at place (2, 3), to the pattern shown there.
    layer: Any
    for layer in (conv, local):
        layer(image(2, 3))[0, 0, 2, 3].backward()
        with torch.no_grad():
            layer.weight.add_(layer.weight.grad)
    norm = float(pattern.square().sum())
    for i in range(PLACES):
        for j in range(PLACES):
            assert conv(image(i, j))[0, 0, i, j] == norm  # the pattern is met at every place
            assert local(image(i, j))[0, 0, i, j] == (norm if (i, j) == (2, 3) else 0)


class Summing(nn.Module):
    """A recurrent network with tanh and a linear reading of its last state."""

    def __init__(self, width: int = 8) -> None:
        super().__init__()
        self.rnn = nn.RNN(1, width, batch_first=True)
        self.read = nn.Linear(width, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.read(self.rnn(x)[0][:, -1])


@pytest.fixture(scope="module")
def summing() -> Summing:
    """Trained to add ten numbers from 0 to 1."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = Summing().double()
        optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
        for _ in range(1000):
            x = torch.rand(64, 10, 1, dtype=torch.float64)
            optimiser.zero_grad()
            F.mse_loss(model(x), x.sum(1)).backward()
            optimiser.step()
    return model


def relative_error(model: nn.Module, length: int) -> float:
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(1)
        x = torch.rand(256, length, 1, dtype=torch.float64)
        return float((model(x) - x.sum(1)).abs().mean() / x.sum(1).mean())


@pytest.mark.claim("S1-09")
def test_a_recurrent_network_runs_at_any_length_and_fails_at_others_than_its_own(summing):
    near = relative_error(summing, 10)
    assert near < 0.05
    for length in (5, 20, 400):  # shorter ones too
        far = relative_error(summing, length)
        assert far > 0.3 and far > 4 * near


@pytest.mark.claim("S1-09")
def test_states_of_tanh_bound_what_can_be_read_from_them(summing):
    bound = float((summing.read.weight.abs().sum() + summing.read.bias.abs()).detach())
    assert bound < 200  # the mean of the sum of 400 numbers
    with torch.no_grad():
        assert summing(torch.ones(1, 4000, 1, dtype=torch.float64)).abs() <= bound


@pytest.mark.claim("S1-09")
def test_a_recurrent_network_that_found_the_rule_is_right_at_every_length():
    one = torch.ones(1, 1)
    for length in (10, 400):
        x = torch.rand(8, length, 1)
        h = torch.zeros(8, 1)
        for step in x.unbind(1):
            h = F.linear(step, one) + F.linear(h, one)  # linear, input and recurrent weight 1
        torch.testing.assert_close(h, x.sum(1), rtol=1e-12, atol=1e-12)
