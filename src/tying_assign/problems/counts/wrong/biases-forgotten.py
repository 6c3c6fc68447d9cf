"""The biases are left out of both layers."""


def parameters(H, W, c_in, c_out, k, s=1, p=0):
    rows, columns = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
    return rows * columns * c_out * c_in * k**2, c_out * c_in * k**2
