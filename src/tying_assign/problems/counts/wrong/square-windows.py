"""The rows of the window stand for its columns, too, so the result is right for square windows only."""


def ratio(H, W, c_in, c_out, k, s=1, p=0):
    return 1 / (((H + 2 * p - k[0]) // s + 1) * ((W + 2 * p - k[0]) // s + 1))


def multiply_adds(H, W, c_in, c_out, k, s=1, p=0):
    k_h = k[0]
    rows, columns = (H + 2 * p - k_h) // s + 1, (W + 2 * p - k_h) // s + 1
    return rows * columns * c_out * c_in * k_h**2, rows * columns * c_out * c_in * k_h**2
