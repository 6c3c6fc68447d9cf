"""A process that has imported torch and forks a worker for each question, in milliseconds.

It runs nothing of the student's, reads nothing that a student's process writes, and where it can it
is another user than they are. Between two questions it ends all that the last one left running.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tying_assign.worker import answer, limits, syscalls

CONTROL, CHANNEL = 3, 4


def serve(control: socket.socket, settings: dict[str, Any]) -> None:
    """Do what the parent says, until it hangs up: start a worker, or end it.

    Args:
        control: ``b"S"`` comes with the descriptor of a worker's channel; ``b"E"`` gets the exit
            status of the worker, once nothing of it is left.
        settings: ``uid`` of the workers, or None to stay; ``guard``, the user that ends them;
            ``limits``; ``alone``, whether every
            process that this one may signal is the submission's.
    """
    limits.prctl(limits.CHILD_SUBREAPER)
    if settings["alone"] and settings["uid"] is None:  # then the workers have the same user
        limits.prctl(limits.READABLE, 0)
    if settings["uid"] is not None:
        kill_all(settings)  # of a sandbox that was cut short
    control.sendall(b'{"ready": true}\n')
    worker = 0
    while True:
        command, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if command == b"S":
            worker = start(control, descriptors[0], settings)
            os.close(descriptors[0])
            continue
        status = end(worker, settings)
        worker = 0
        if command != b"E":
            return
        control.sendall(json.dumps({"status": status}).encode() + b"\n")


def start(control: socket.socket, channel: int, settings: dict[str, Any]) -> int:
    """The process number of a new worker on ``channel``."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        control.detach()
        os.dup2(channel, CONTROL)
        os.closerange(CHANNEL, 1024)
        limits.limit(settings["limits"])
        if settings["uid"] is not None:
            limits.become(settings["uid"])
        limits.prctl(limits.NO_NEW_PRIVS)
        limits.prctl(limits.READABLE)
        if settings["uid"] is not None or settings["alone"]:
            syscalls.deny()
        answer.answer(os.fdopen(os.dup(CONTROL), "rb"), os.fdopen(CONTROL, "wb"))
    finally:
        os._exit(0)


def end(worker: int, settings: dict[str, Any]) -> int:
    """Kill the worker and all it started; its exit status, negative for a signal."""
    statuses: dict[int, int] = {}
    reap(statuses)  # a worker that ended by itself keeps its own status
    while True:
        kill_all(settings)
        if not reap(statuses):
            return statuses.get(worker, 0)
        time.sleep(0.002)


def reap(statuses: dict[int, int]) -> bool:
    """Take notice of the children that have ended; whether there are others."""
    with suppress(ChildProcessError):
        while True:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return True
            statuses[child] = os.waitstatus_to_exitcode(status)
    return False


def kill_all(settings: dict[str, Any]) -> None:
    """Send SIGKILL to everything that the submission has started."""
    if settings["uid"] is not None:
        child = os.fork()
        if not child:
            with suppress(OSError):
                limits.become_guard(settings["uid"], settings["guard"])
                os.kill(-1, signal.SIGKILL)
            os._exit(0)
        os.waitpid(child, 0)
    elif settings["alone"]:
        with suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
    else:
        for child in children(os.getpid()):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """The processes that ``pid`` has started, or inherited from those of its that have ended."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(word) for word in path.read_text().split()]
    return found
