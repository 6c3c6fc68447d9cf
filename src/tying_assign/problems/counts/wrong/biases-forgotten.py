"""The biases are left out of both layers."""


def parameters(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    rows, columns = (H + 2 * p - k_h) // s + 1, (W + 2 * p - k_w) // s + 1
    return rows * columns * c_out * c_in * k_h * k_w, c_out * c_in * k_h * k_w
