"""graded error: Its attributes and its name are made anew, and raise errors of errors."""


class Bomb(Exception):
    def __getattr__(self, name):
        raise Bomb()

    def __str__(self):
        raise Bomb()

    def __repr__(self):
        raise Bomb()


def answer(n, secret):
    raise Bomb()
