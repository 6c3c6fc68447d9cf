"""The locally connected layer has one bias for each channel, as if its biases were shared."""


def parameters(H, W, c_in, c_out, k, s=1, p=0):
    rows, columns = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
    kernel = c_in * k**2
    return rows * columns * c_out * kernel + c_out, c_out * (kernel + 1)
