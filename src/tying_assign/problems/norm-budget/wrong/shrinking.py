"""The ones are thought to shrink with each layer, by the share of directions that pass."""


def singular_values(d, B, L):
    passed = B // L
    return [(passed / d) ** (L - 1) if d else 0.0] * passed + [0.0] * (d - passed)
