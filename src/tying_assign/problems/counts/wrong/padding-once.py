"""The padding is added on one side of the image only."""


def ratio(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    return 1 / (((H + p - k_h) // s + 1) * ((W + p - k_w) // s + 1))
