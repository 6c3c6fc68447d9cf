"""The saving is the variance of the mean, v / T: what is left over, and not what is saved."""


def saving(T, v, r):
    return v / T
