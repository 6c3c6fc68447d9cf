"""timeout: It ignores every signal that can be ignored, and every exception."""

import signal


def answer(n, secret):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
