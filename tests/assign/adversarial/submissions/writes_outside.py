"""graded: It writes where others read; not in: unsafe."""

from pathlib import Path


def answer(n, secret):
    reached = []
    places = ["/etc/x", "/usr/x", "/x", "/root/x", "/home/x", "/proc/sys/kernel/hostname", secret]
    for place in (*places, __import__("torch").__file__, "/proc/1/oom_score_adj"):
        try:
            with Path(place).open("a") as file:
                file.write("x")
            reached.append(place)
        except OSError:
            pass
    assert not reached, reached
    return n
