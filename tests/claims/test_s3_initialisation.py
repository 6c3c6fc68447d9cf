"""Source S3 on initialisation: defaults, normal, constant, zero, Xavier, and by hand."""

import math
from typing import Any

import pytest
import torch
from torch import nn

INITIALISERS = {
    "normal 0.01": lambda w: nn.init.normal_(w, std=0.01),
    "Xavier": nn.init.xavier_uniform_,
    "He": lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu"),
}


def init_normal(m):  # as in the source
    if type(m) == nn.Linear:  # noqa: E721
        nn.init.normal_(m.weight, mean=0, std=0.01)
        nn.init.zeros_(m.bias)


def init_constant(m):  # as in the source, with constant_ in place of normal_
    if type(m) == nn.Linear:  # noqa: E721
        nn.init.constant_(m.weight, 1)
        nn.init.zeros_(m.bias)


def my_init(m):  # as in the source
    if type(m) == nn.Linear:  # noqa: E721
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data.abs() >= 5


def init_zero(m):
    if isinstance(m, nn.Linear):
        nn.init.zeros_(m.weight)
        nn.init.zeros_(m.bias)


class OwnLinear(nn.Linear):
    """A subclass, which ``type(m) == nn.Linear`` does not see."""


def train(
    model: nn.Module, x: torch.Tensor, y: torch.Tensor, steps: int = 200, rate: float = 0.05
) -> None:
    optimiser = torch.optim.SGD(model.parameters(), lr=rate)
    for _ in range(steps):
        optimiser.zero_grad()
        (model(x) - y).square().mean().backward()
        optimiser.step()


def regression() -> tuple[torch.Tensor, torch.Tensor]:
    x = torch.randn(64, 4)
    return x, (x[:, :1] - x[:, 1:2].tanh() + 0.5)


def second_moment(
    name: str, *, relu: bool, width: int = 256, depth: int = 10, nets: int = 40
) -> float:
    """Mean square of the last layer, averaged over networks, for an input with mean square 1."""
    total = 0.0
    for _ in range(nets):
        h = torch.randn(width)
        h = h / h.square().mean().sqrt()
        for _ in range(depth):
            h = INITIALISERS[name](torch.empty(width, width)) @ h
            h = h.relu() if relu else h
        total += float(h.square().mean())
    return total / nets


def four_standard_errors(*, relu: bool, width: int = 256, depth: int = 10, nets: int = 40) -> float:
    """Relative. A layer multiplies the mean square by a factor with relative variance 5/n or 2/n.

    For z ~ N(0, 1): Var(relu(z)^2) / E(relu(z)^2)^2 = (3/2 - 1/4) / (1/4) = 5, and Var(z^2) = 2.
    """
    per_layer = (5 if relu else 2) / width
    return 4 * math.sqrt(((1 + per_layer) ** depth - 1) / nets)


@pytest.mark.claim("S3-16")
@pytest.mark.parametrize("activation", [nn.ReLU, nn.Tanh])
def test_from_zero_a_network_with_relu_or_tanh_learns_its_output_bias_only(activation):
    x, y = regression()
    model: Any = nn.Sequential(nn.Linear(4, 8), activation(), nn.Linear(8, 1))
    model.apply(init_zero)
    train(model, x, y)
    for frozen in (model[0].weight, model[0].bias, model[2].weight):
        assert not frozen.any()
    torch.testing.assert_close(
        model[2].bias.detach(), y.mean(0), rtol=0, atol=1e-6
    )  # the best constant

    for layer in (model[0], model[2]):
        layer.reset_parameters()
    train(model, x, y)
    assert (
        model(x) - y
    ).square().mean() < 0.5 * y.var()  # the same network learns from its default


@pytest.mark.claim("S3-16")
@pytest.mark.parametrize("activation", [nn.Sigmoid, nn.Softplus])
def test_from_zero_with_phi_of_zero_not_zero_weights_move_and_hidden_units_stay_equal(activation):
    x, y = regression()
    model: Any = nn.Sequential(nn.Linear(4, 8), activation(), nn.Linear(8, 1))
    model.apply(init_zero)
    train(model, x, y)
    W = model[0].weight.detach()
    assert W.abs().max() > 1e-3
    torch.testing.assert_close(W, W[:1].expand_as(W), rtol=0, atol=1e-12)


@pytest.mark.claim("S3-16")
def test_linear_regression_from_zero_reaches_least_squares():
    x, y = regression()
    model = nn.Linear(4, 1)
    init_zero(model)
    train(model, x, y, steps=600, rate=0.2)
    design = torch.cat([x, torch.ones(64, 1)], dim=1)
    best = torch.linalg.lstsq(design, y).solution.flatten()
    torch.testing.assert_close(
        torch.cat([model.weight[0], model.bias]).detach(), best, rtol=0, atol=1e-6
    )


@pytest.mark.claim("S3-17")
@pytest.mark.parametrize("layer, fan_in", [(nn.Linear, 64), (nn.Conv2d, 75)])
def test_linear_and_convolution_start_uniform(layer, fan_in, kolmogorov_smirnov_accepts):
    module = layer(64, 400) if layer is nn.Linear else layer(3, 400, 5)
    bound = fan_in**-0.5

    def uniform(values: torch.Tensor) -> torch.Tensor:
        return (values + bound) / (2 * bound)

    for parameter in (module.weight, module.bias):
        assert parameter.abs().max() <= bound
        assert kolmogorov_smirnov_accepts(parameter, uniform)
    # With this many weights the test does tell a uniform law from a normal one of equal variance.
    assert not kolmogorov_smirnov_accepts(
        module.weight, lambda v: torch.special.ndtr(math.sqrt(3) * v / bound)
    )


@pytest.mark.claim("S3-17")
def test_an_embedding_starts_normal_and_a_normalisation_at_one(kolmogorov_smirnov_accepts):
    assert kolmogorov_smirnov_accepts(nn.Embedding(200, 100).weight, torch.special.ndtr)
    assert torch.equal(nn.BatchNorm1d(5).weight.detach(), torch.ones(5))


@pytest.mark.claim("S3-18", "S3-21", "S3-34")
@pytest.mark.parametrize(
    "name, relu, factor",
    [  # factor of the mean square in a layer of width 256: n Var(w), half of it after a ReLU
        ("normal 0.01", True, 0.01**2 * 256 / 2),
        ("Xavier", True, 1 / 2),
        ("He", True, 1),
        ("normal 0.01", False, 0.01**2 * 256),
        ("Xavier", False, 1),
        ("He", False, 2),
    ],
)
def test_which_initialiser_keeps_the_signal_depends_on_the_activation(name, relu, factor):
    measured = second_moment(name, relu=relu)
    assert measured == pytest.approx(factor**10, rel=four_standard_errors(relu=relu))


@pytest.mark.claim("S3-18")
def test_a_standard_deviation_of_one_hundredth_silences_ten_layers():
    rms = math.sqrt(second_moment("normal 0.01", relu=True, nets=4))
    assert rms < 1e-9
    assert (0.01 * math.sqrt(256 / 2)) ** 10 == pytest.approx(3.4e-10, rel=0.02)


@pytest.mark.claim("S3-21")
def test_xavier_compromises_between_forward_and_backward(kolmogorov_smirnov_accepts):
    W = nn.init.xavier_uniform_(torch.empty(300, 100))
    bound = math.sqrt(6 / (100 + 300))
    assert kolmogorov_smirnov_accepts(W, lambda v: (v + bound) / (2 * bound))
    # n Var(w) is 1 neither for the signal (n = 100 inputs) nor for the gradient (n = 300 outputs);
    # the mean of the two is.
    variance = bound**2 / 3
    assert (100 * variance, 300 * variance) == pytest.approx((0.5, 1.5))
    signal, gradient = (W @ torch.randn(100, 500)), (W.t() @ torch.randn(300, 500))
    assert float(signal.square().mean()) == pytest.approx(0.5, rel=0.06)
    assert float(gradient.square().mean()) == pytest.approx(1.5, rel=0.06)


@pytest.mark.claim("S3-19")
def test_init_normal_sets_the_linear_layers_and_stumbles_over_a_missing_bias():
    net: Any = nn.Sequential(nn.Linear(300, 300), nn.ReLU(), OwnLinear(300, 300))
    before = net[2].weight.detach().clone()
    net.apply(init_normal)
    spread = float(net[0].weight.detach().std())
    assert spread == pytest.approx(0.01, rel=4 / math.sqrt(2 * 300 * 300))  # four standard errors
    assert not net[0].bias.any()
    assert torch.equal(net[2].weight, before)  # a subclass is passed over
    with pytest.raises(AttributeError):
        nn.Sequential(nn.Linear(3, 3, bias=False)).apply(init_normal)


@pytest.mark.claim("S3-19")
def test_apply_visits_a_shared_module_once_in_one_container_and_a_tied_parameter_twice():
    def visits(model: nn.Module, weight: nn.Parameter) -> int:
        count = 0

        def visit(m: nn.Module) -> None:
            nonlocal count
            count += any(p is weight for p in m.parameters(recurse=False))

        model.apply(visit)
        return count

    shared: Any = nn.Linear(3, 3)
    other: Any = nn.Linear(3, 3)
    assert visits(nn.Sequential(shared, nn.ReLU(), shared), shared.weight) == 1
    assert visits(nn.Sequential(nn.Sequential(shared), nn.Sequential(shared)), shared.weight) == 2
    other.weight = shared.weight
    assert visits(nn.Sequential(shared, other), shared.weight) == 2


@pytest.mark.claim("S3-20")
def test_equal_constants_leave_one_hidden_unit_eight_times_over(plain):
    x, y = regression()
    plain.apply(init_constant)
    train(plain, x, y, rate=0.002)
    W, b, v = plain[0].weight.detach(), plain[0].bias.detach(), plain[2].weight.detach()[0]
    assert (W - 1).abs().max() > 1e-2  # it did learn
    for units in (W, b, v):
        torch.testing.assert_close(units, units[:1].expand_as(units), rtol=0, atol=1e-12)
    assert torch.linalg.matrix_rank(W, atol=1e-9) == 1
    one_unit = v.sum() * (x @ W[0] + b[0]).relu() + plain[2].bias
    torch.testing.assert_close(plain(x)[:, 0], one_unit, rtol=1e-12, atol=1e-12)


@pytest.mark.claim("S3-20")
@pytest.mark.parametrize("random", [True, False])
def test_different_biases_are_enough_to_break_the_constant_symmetry(plain, random):
    x, y = regression()
    for layer in (plain[0], plain[2]):
        nn.init.constant_(layer.weight, 1)
    if not random:  # equally spaced
        with torch.no_grad():
            plain[0].bias.copy_(torch.linspace(-0.3, 0.3, len(plain[0].bias)))
    train(plain, x, y, rate=0.002)
    W = plain[0].weight.detach()
    assert (W - W[:1]).abs().max() > 1e-3
    assert torch.linalg.matrix_rank(W, atol=1e-9) > 1


@pytest.mark.claim("S3-20")
def test_a_difference_like_a_rounding_error_grows_between_equal_units_of_twenty_networks():
    """In doubles, so that no rounding of the computer's own matters beside the difference."""
    nudge = 1e-7
    for _ in range(20):
        x = torch.randn(64, 4)
        y = (x[:, :1] - x[:, 1:2]).tanh()
        model: Any = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
        model.apply(init_constant)
        with torch.no_grad():
            model[0].weight[0, 0] += nudge
        train(model, x, y, steps=200, rate=0.2)
        W = model[0].weight.detach()
        assert (W[0] - W[1]).abs().max() > 10 * nudge
        # the units that were not touched are still equal
        torch.testing.assert_close(W[1:], W[1:2].expand(7, 4), rtol=0, atol=0.1 * nudge)


@pytest.mark.claim("S3-20")
def test_from_trained_equal_units_the_loss_falls_if_two_of_them_part():
    """The curvature of the loss, by autograd, where one unit gains what another one loses."""
    for _ in range(20):
        x = torch.randn(64, 4)
        y = (x[:, :1] - x[:, 1:2]).tanh()
        model: Any = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
        model.apply(init_constant)
        train(model, x, y, steps=200, rate=0.2)
        W, b, v, c = (p.detach() for p in model.parameters())
        sign = torch.tensor([1.0, -1.0, 0, 0, 0, 0, 0, 0])

        def loss(d, x=x, y=y, W=W, b=b, v=v, c=c, sign=sign):
            hidden = torch.tanh(x @ (W + sign[:, None] * d[:4]).T + b + sign * d[4])
            return (hidden @ (v + sign * d[5]).T + c - y).square().mean()

        start = torch.zeros(6)
        slope = torch.autograd.functional.jacobian(loss, start)
        torch.testing.assert_close(slope, torch.zeros(6), rtol=0, atol=1e-12)
        curvature = torch.autograd.functional.hessian(loss, start)
        assert torch.linalg.eigvalsh(curvature)[0] < -0.001


@pytest.mark.claim("S3-22", "S3-23")
def test_the_custom_initialiser_has_the_target_distribution(kolmogorov_smirnov_accepts):
    layer = nn.Linear(400, 500)
    my_init(layer)
    w = layer.weight.detach().flatten()
    n = len(w)
    low, zero, high = w[w < 0], w[w == 0], w[w > 0]
    # u uniform on [-10, 10]: P(|u| < 5) = 10/20, and 5/20 on either side.
    for part, share in ((low, 1 / 4), (zero, 1 / 2), (high, 1 / 4)):
        assert len(part) / n == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / n))
    assert kolmogorov_smirnov_accepts(high, lambda v: (v - 5) / 5)
    assert kolmogorov_smirnov_accepts(low, lambda v: (v + 10) / 5)


@pytest.mark.claim("S3-24")
def test_the_custom_initialiser_leaves_biases_and_other_layers_alone():
    net = nn.Sequential(nn.Linear(4, 8), OwnLinear(8, 8), nn.Conv1d(2, 2, 3))
    before = {name: value.clone() for name, value in net.state_dict().items()}
    net.apply(my_init)
    changed = {
        name for name, value in net.state_dict().items() if not torch.equal(value, before[name])
    }
    assert changed == {"0.weight"}


@pytest.mark.claim("S3-25")
def test_one_entry_can_be_set_by_hand(plain):
    before = plain[0].weight.detach().clone()
    plain[0].weight.data[0, 0] = 42
    with torch.no_grad():
        plain[0].weight[7, 3] = 43  # the same without .data
    change = plain[0].weight.detach() != before
    assert change.nonzero().tolist() == [[0, 0], [7, 3]]
    assert (plain[0].weight[0, 0].item(), plain[0].weight[7, 3].item()) == (42.0, 43.0)
