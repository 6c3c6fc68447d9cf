"""Source S1 on the chain rule, and on a matrix that is used twice."""

import pytest
import torch
from torch import Tensor
from torch.func import jacrev

N = 3


def inner(x: Tensor) -> Tensor:
    """f: three numbers to four."""
    return torch.stack([x[0] * x[1], torch.sin(x[2]), x[0] ** 2, torch.exp(x[1] - x[2])])


def inner_by_hand(x: Tensor) -> Tensor:
    """Jacobian of ``inner``, a row for each f_i and a column for each x_j."""
    a, b, _ = x.tolist()
    e = torch.exp(x[1] - x[2]).item()
    return torch.tensor(
        [[b, a, 0, 0], [0, 0, torch.cos(x[2]).item(), 0], [2 * a, 0, 0, 0], [0, e, -e, 0]]
    )[:, :3]


def outer(y: Tensor) -> Tensor:
    """g: four numbers to two."""
    return torch.stack([y[0] * y[3], y[1] + y[2] ** 3])


def outer_by_hand(y: Tensor) -> Tensor:
    """Jacobian of ``outer``, a row for each g_i and a column for each y_j."""
    return torch.tensor([[y[3], 0, 0, y[0]], [0, 1, 3 * y[2] ** 2, 0]])


@pytest.mark.claim("S1-01")
def test_each_derivative_is_a_sum_over_the_inner_functions():
    x = torch.randn(3)
    f = inner_by_hand(x)
    g = outer_by_hand(inner(x))
    total = jacrev(lambda x: outer(inner(x)))(x)
    for i in range(2):
        for j in range(3):
            by_hand = sum(g[i, k] * f[k, j] for k in range(4))
            torch.testing.assert_close(total[i, j], by_hand, rtol=1e-12, atol=1e-12)


@pytest.mark.claim("S1-01")
def test_partial_derivatives_alone_do_not_make_the_chain_rule():
    def g(a: float, b: float) -> float:
        return a**2 * b / (a**2 + b**2) if a or b else 0.0

    step = 1e-6
    for direction in ((1, 0), (0, 1)):  # g is zero on both axes
        assert g(*(step * one for one in direction)) == 0
    # g has partial derivatives at the origin, and no derivative: along f(x) = (x, x) it is x/2.
    assert (g(step, step) - g(-step, -step)) / (2 * step) == pytest.approx(0.5)


@pytest.mark.claim("S1-02")
def test_the_sums_are_a_product_of_jacobians_and_the_order_matters():
    x = torch.randn(3)
    g, f = outer_by_hand(inner(x)), inner_by_hand(x)
    assert (g.shape, f.shape) == ((2, 4), (4, 3))
    total = jacrev(lambda x: outer(inner(x)))(x)
    assert total.shape == (2, 3)
    torch.testing.assert_close(total, g @ f, rtol=1e-12, atol=1e-12)
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        torch.mm(f, g)


def twice(first: Tensor, second: Tensor, x: Tensor, b1: Tensor, b2: Tensor) -> Tensor:
    """Z_2 of the source, with a matrix for each use."""
    return second @ (first @ x + b1) + b2


def example() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Random W, x, b_1 and b_2."""
    return torch.randn(N, N), torch.randn(N), torch.randn(N), torch.randn(N)


@pytest.mark.claim("S1-03")
@pytest.mark.parametrize("shape", [(3, 4), (4, 3)])
def test_a_matrix_that_is_not_square_cannot_be_used_twice(shape):
    W = torch.randn(shape)
    first = W @ torch.randn(shape[1])
    with pytest.raises(RuntimeError, match="size mismatch"):
        torch.mv(W, first)


@pytest.mark.claim("S1-03")
def test_a_square_matrix_is_used_twice():
    W, x, b1, b2 = example()
    by_hand = [
        sum(W[i, j] * (sum(W[j, k] * x[k] for k in range(N)) + b1[j]) for j in range(N)) + b2[i]
        for i in range(N)
    ]
    torch.testing.assert_close(twice(W, W, x, b1, b2), torch.stack(by_hand), rtol=1e-12, atol=1e-12)


@pytest.mark.claim("S1-04", "S1-06")
def test_the_total_derivative_is_the_sum_of_two_partial_ones():
    W, x, b1, b2 = example()
    Z1, eye = W @ x + b1, torch.eye(N)
    direct = torch.kron(eye, Z1[None])  # vec row by row: dZ_2 = dW Z_1 ...
    through = W @ torch.kron(eye, x[None])  # ... + W dW x
    total = jacrev(lambda W: twice(W, W, x, b1, b2))(W).flatten(1)
    assert total.shape == direct.shape == through.shape == (N, N * N)
    torch.testing.assert_close(total, direct + through, rtol=1e-12, atol=1e-12)
    for path in (direct, through):
        assert (total - path).abs().max() > 0.1

    partial = jacrev(twice, argnums=(0, 1))(W, W, x, b1, b2)
    torch.testing.assert_close(partial[0].flatten(1), through, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(partial[1].flatten(1), direct, rtol=1e-12, atol=1e-12)


@pytest.mark.claim("S1-04")
def test_column_by_column_the_factors_change_places():
    W, x, b1, b2 = example()
    Z1, eye = W @ x + b1, torch.eye(N)
    total = jacrev(lambda W: twice(W, W, x, b1, b2))(W)
    columns = total.transpose(1, 2).flatten(1)
    by_hand = torch.kron(Z1[None], eye) + W @ torch.kron(x[None], eye)
    torch.testing.assert_close(columns, by_hand, rtol=1e-12, atol=1e-12)


@pytest.mark.claim("S1-04")
def test_with_numbers_for_matrices_the_derivative_is_2wx_plus_b():
    w, x, b1, b2 = (torch.randn(()) for _ in range(4))
    slope = torch.func.grad(lambda w: w * (w * x + b1) + b2)(w)
    torch.testing.assert_close(slope, 2 * w * x + b1, rtol=1e-12, atol=1e-12)


@pytest.mark.claim("S1-04", "S1-06")
def test_a_loss_makes_two_outer_products_that_autograd_adds():
    W, x, b1, b2 = example()
    W.requires_grad_()
    delta = torch.randn(N)
    (delta @ twice(W, W, x, b1, b2)).backward()
    with torch.no_grad():
        by_hand = torch.outer(delta, W @ x + b1) + torch.outer(W.T @ delta, x)
    torch.testing.assert_close(W.grad, by_hand, rtol=1e-12, atol=1e-12)
    assert torch.linalg.matrix_rank(by_hand, rtol=1e-9) == 2


@pytest.mark.claim("S1-04")
def test_the_gradient_has_at_most_rank_two():
    for _ in range(100):
        W, x, b1, b2 = torch.randn(5, 5), torch.randn(5), torch.randn(5), torch.randn(5)
        slope = torch.func.grad(lambda W, x=x, b1=b1, b2=b2: twice(W, W, x, b1, b2).square().sum())(
            W
        )
        assert torch.linalg.matrix_rank(slope, rtol=1e-9) <= 2
    W, x, b1, b2 = example()
    delta = torch.randn(N)
    # Nothing comes back through W = 0, so that the first use contributes nothing.
    slope = torch.func.grad(lambda W: delta @ twice(W, W, x, b1, b2))(torch.zeros_like(W))
    assert torch.linalg.matrix_rank(slope, rtol=1e-9) == 1


@pytest.mark.claim("S1-05")
def test_steps_that_know_nothing_of_each_other_give_the_right_total():
    W, x, b1, b2 = example()
    steps = {
        "A1": (lambda W, x: W @ x, ("W", "x")),
        "Z1": (lambda A1, b1: A1 + b1, ("A1", "b1")),
        "A2": (lambda W, Z1: W @ Z1, ("W", "Z1")),
        "Z2": (lambda A2, b2: A2 + b2, ("A2", "b2")),
    }
    values = {"W": W, "x": x, "b1": b1, "b2": b2}
    for name, (function, names) in steps.items():
        values[name] = function(*(values[one] for one in names))

    # Backwards: each step hands on by its own partial derivatives, and arrivals are added.
    back = {"Z2": torch.eye(N)}
    for name, (function, names) in reversed(steps.items()):
        arguments = [values[one] for one in names]
        for which, one in enumerate(names):
            partial = jacrev(function, argnums=which)(*arguments).reshape(N, -1)
            back[one] = back.get(one, 0) + back[name] @ partial
    eye = torch.eye(N)
    by_hand = torch.kron(eye, (W @ x + b1)[None]) + W @ torch.kron(eye, x[None])
    torch.testing.assert_close(back["W"], by_hand, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(back["x"], W @ W, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(back["b1"], W, rtol=1e-12, atol=1e-12)
