"""graded error: It says that it is an int, and an array."""

import numpy as np


class Liar:
    __class__ = np.ndarray
    dtype = np.dtype(float)

    def __reduce__(self):
        return eval, ("print('reduced')",)

    def __getattr__(self, name):
        return Liar()

    def __call__(self, *args):
        return Liar()

    def __iter__(self):
        return iter([Liar()])


def answer(n, secret):
    return [Liar(), n]
