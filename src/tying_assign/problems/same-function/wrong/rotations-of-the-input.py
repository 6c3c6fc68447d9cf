"""The rotations of the input are counted, O(d), in place of those of the code."""


def dimensions(k, d):
    free = d * (d - 1) // 2
    return free, k * k, k * d - free
