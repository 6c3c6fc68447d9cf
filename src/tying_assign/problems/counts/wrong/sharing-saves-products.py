"""The multiply-adds of the convolution are divided by the number of places, as if each weight were multiplied once."""


def multiply_adds(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    rows, columns = (H + 2 * p - k_h) // s + 1, (W + 2 * p - k_w) // s + 1
    return rows * columns * c_out * c_in * k_h * k_w, c_out * c_in * k_h * k_w
