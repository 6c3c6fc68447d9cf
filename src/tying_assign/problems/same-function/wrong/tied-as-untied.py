"""The tied autoencoder is given the freedom of every matrix, as if the two halves were free to move apart."""


def dimensions(k, d):
    return k * k, k * k, k * d - k * k
