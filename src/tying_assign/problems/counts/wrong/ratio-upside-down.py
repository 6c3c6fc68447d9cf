"""The ratio is the locally connected layer divided by the convolution."""


def ratio(H, W, c_in, c_out, k, s=1, p=0):
    return ((H + 2 * p - k) // s + 1) * ((W + 2 * p - k) // s + 1)
