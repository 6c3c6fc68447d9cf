"""memory timeout flood error graded: It returns a list of a list, twice, twice, twice ..."""


def answer(n, secret):
    value = [n]
    for _ in range(40):
        value = [value, value]
    return value
