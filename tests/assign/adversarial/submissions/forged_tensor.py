"""forged: It sends a tensor whose shape is larger than its bytes."""

import json
import os
import sys


def answer(n, secret):
    frame = sys._getframe()
    while "case" not in frame.f_locals:
        frame = frame.f_back
    shape = [10**4000] * 200
    reply = {"id": frame.f_locals["case"]["id"], "value": {"tensor": ["float64", shape, ""]}}
    os.write(3, json.dumps(reply).encode() + b"\n")
    os._exit(0)
