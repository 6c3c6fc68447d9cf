"""Starts the command again and again, each time in a process of its own that can be killed.

A line on stdin holds the arguments, as JSON; the process's number is the answer. Submissions are
graded by a function that takes a moment and writes down, in the file that the first argument of
this program names, which content it was given.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time

from tying_assign import cli
from tying_assign.grading import command, one  # noqa: F401 - what each run needs, imported once
from tying_assign.grading.result import Grade, Mark

COUNTER = sys.argv[1]


def grade(problem, content, backend, class_seed=0, seconds=None):
    name = hashlib.sha256(content).hexdigest()
    counter = os.open(COUNTER, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(counter, f"{name}\n".encode())
    os.close(counter)
    time.sleep(int(name[:2], 16) / 5000)  # 0 to 50 ms: another order of ends than of beginnings
    points = int(name[2:4], 16) % 3
    return Grade(tuple(Mark(question.name, points, 2, "graded") for question in problem.questions))


one.grade = grade
for line in sys.stdin:
    if line.strip() == "wait":
        _, status = os.wait()
        print(os.waitstatus_to_exitcode(status), flush=True)
        continue
    child = os.fork()
    if child == 0:
        sys.stdout = sys.stderr
        os._exit(cli.main(json.loads(line)))
    print(child, flush=True)
