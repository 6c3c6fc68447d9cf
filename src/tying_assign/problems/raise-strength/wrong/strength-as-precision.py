"""The strength is taken for a precision: the factor 2 is missing in both equations."""


def convex_end(c1, c2, m1, m2, lam):
    below = c1 * c2 + lam * (c1 + c2)
    first = (c1 * (c2 + lam) * m1 + lam * c2 * m2) / below
    second = (c2 * (c1 + lam) * m2 + lam * c1 * m1) / below
    return first, second
