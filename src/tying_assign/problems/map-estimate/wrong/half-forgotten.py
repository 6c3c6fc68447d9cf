"""The penalty is compared with the prior without the one half in its exponent."""


def strengths(s2, tau2):
    return 1 / s2, tau2 / s2
