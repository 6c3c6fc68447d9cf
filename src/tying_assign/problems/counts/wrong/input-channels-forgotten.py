"""A window is counted as k times k pixels, although it sees all input channels."""


def parameters(H, W, c_in, c_out, k, s=1, p=0):
    rows, columns = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
    return rows * columns * c_out * (k**2 + 1), c_out * (k**2 + 1)
