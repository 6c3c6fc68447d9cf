"""graded: It looks for a network; not in: unsafe other."""

import socket


def answer(n, secret):
    interfaces = [name for _, name in socket.if_nameindex()]
    reached = [name for name in interfaces if name != "lo"]
    for address in (("1.1.1.1", 53), ("10.0.0.1", 80), ("127.0.0.1", 22)):
        try:
            socket.create_connection(address, timeout=0.2).close()
            reached.append(str(address))
        except OSError:
            pass
    assert not reached, reached
    return n
