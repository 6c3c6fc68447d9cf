"""graded error: Its thread changes what was returned, after it was."""

import threading
import time


def answer(n, secret):
    value = {"a": n}

    def change():
        while True:
            value.clear()
            value.update(a=secret)
            time.sleep(0)

    threading.Thread(target=change, daemon=True).start()
    return value
