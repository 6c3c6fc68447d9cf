"""The honest tie moves by the mean of the contributions, and not by their sum."""


def _first_moves(gradient):
    return {"sgd": gradient, "adam": gradient / (gradient.abs() + 1e-8)}


def first_step(model, first, second, x):
    model(x).square().mean().backward()
    one, other = model.get_parameter(first), model.get_parameter(second)
    ratios = {}
    total = one.grad if one is other else (one.grad + other.grad) / 2
    for name, honest in _first_moves(total).items():
        moved = _first_moves(one.grad)[name]
        if one is not other and one.data_ptr() == other.data_ptr():
            moved = moved + _first_moves(other.grad)[name]
        ratios[name] = float(moved.norm() / honest.norm())
    return ratios
