"""Only the places from top to bottom are counted, and not those from left to right."""


def parameters(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    convolution = c_out * (c_in * k_h * k_w + 1)
    return ((H + 2 * p - k_h) // s + 1) * convolution, convolution
