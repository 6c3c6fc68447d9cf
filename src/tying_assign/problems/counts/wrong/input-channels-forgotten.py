"""A window is counted as k times k pixels, although it sees all input channels."""


def parameters(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    rows, columns = (H + 2 * p - k_h) // s + 1, (W + 2 * p - k_w) // s + 1
    return rows * columns * c_out * (k_h * k_w + 1), c_out * (k_h * k_w + 1)
