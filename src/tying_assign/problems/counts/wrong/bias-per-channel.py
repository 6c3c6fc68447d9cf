"""The locally connected layer has one bias for each channel, as if its biases were shared."""


def parameters(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    rows, columns = (H + 2 * p - k_h) // s + 1, (W + 2 * p - k_w) // s + 1
    kernel = c_in * k_h * k_w
    return rows * columns * c_out * kernel + c_out, c_out * (kernel + 1)
