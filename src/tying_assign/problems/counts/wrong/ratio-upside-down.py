"""The ratio is the locally connected layer divided by the convolution."""


def ratio(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    return ((H + 2 * p - k_h) // s + 1) * ((W + 2 * p - k_w) // s + 1)
