"""An alias is said to take the step of a tie under Adam too, as it does under plain gradient descent."""


def _first_moves(gradient):
    return {"sgd": gradient, "adam": gradient / (gradient.abs() + 1e-8)}


def first_step(model, first, second, x):
    model(x).square().mean().backward()
    one, other = model.get_parameter(first), model.get_parameter(second)
    if one.data_ptr() == other.data_ptr():
        return {"sgd": 1.0, "adam": 1.0}
    ratios = {}
    for name, honest in _first_moves(one.grad + other.grad).items():
        ratios[name] = float(_first_moves(one.grad)[name].norm() / honest.norm())
    return ratios
