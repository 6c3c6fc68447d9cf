"""The ambiguity is thought to come from the tie, so that an untied autoencoder has none."""


def dimensions(k, d):
    return k * (k - 1) // 2, 0, k * d - k * (k - 1) // 2
