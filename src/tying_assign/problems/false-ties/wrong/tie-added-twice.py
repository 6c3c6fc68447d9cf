"""The gradient of a tie is added to itself, although it is the sum of both contributions already."""


def _first_moves(gradient):
    return {"sgd": gradient, "adam": gradient / (gradient.abs() + 1e-8)}


def first_step(model, first, second, x):
    model(x).square().mean().backward()
    one, other = model.get_parameter(first), model.get_parameter(second)
    ratios = {}
    for name, honest in _first_moves(one.grad + other.grad).items():
        moved = _first_moves(one.grad)[name]
        if one is not other and one.data_ptr() == other.data_ptr():
            moved = moved + _first_moves(other.grad)[name]
        ratios[name] = float(moved.norm() / honest.norm())
    return ratios
