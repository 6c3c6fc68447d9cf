"""timeout: It never ends."""


def answer(n, secret):
    while True:
        pass
