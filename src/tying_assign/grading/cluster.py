"""Grade on the machines of a Dask cluster, for courses that outgrow one.

A worker gets the problem's files and the submission's content as bytes, starts a sandbox of its
own machine, and sends the grade back. It needs this package, and nothing of the files here. If a
worker is lost, the cluster gives its submissions to another one.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tying_assign import catalogue
from tying_assign.definition import Problem
from tying_assign.errors import AssignError
from tying_assign.grading import one
from tying_assign.grading.batch import Keep, Result, Settings, Task, problem_files, unexpected
from tying_assign.grading.folder import Unopened
from tying_assign.grading.result import Grade
from tying_assign.sandbox import Backend, choose

PATIENCE = 30
"""Seconds in which a cluster has to answer, and to have a worker."""

AHEAD = 2
"""Submissions that are sent for each of the cluster's threads: it never waits for the next."""


@dataclass(frozen=True)
class Cluster:
    """A pool of workers elsewhere.

    Attributes:
        problem: that is answered.
        settings: of the batch.
        address: of the scheduler, such as ``tcp://10.0.0.5:8786``.
    """

    problem: Problem
    settings: Settings
    address: str

    def run(self, tasks: Iterable[Task], keep: Keep) -> None:
        """As :class:`tying_assign.grading.batch.Pool` says.

        Raises:
            AssignError: if the cluster does not answer, or is lost.
        """
        with _client(self.address) as client:
            files = tuple(sorted(problem_files(self.problem).items()))
            send = functools.partial(
                client.submit, remote, self.problem.name, files, self.settings, pure=False
            )
            for result in _gathered(client, send, iter(tasks)):
                keep(result)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise AssignError(
            "--cluster needs Dask: python -m pip install distributed, here and for the workers"
        ) from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise AssignError(f"no cluster answers at {address}: {unexpected(error)}") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close()
        raise AssignError(f"the cluster at {address} has no workers; start some") from error
    return client


def _gathered(client: Any, send: Any, tasks: Iterator[Task]) -> Iterator[Result]:
    """Send some tasks ahead, and the next one whenever one has come back."""
    from distributed import as_completed

    coming = as_completed(loop=client.loop)
    keys: dict[str, str] = {}  # from the cluster's key of what it works at
    ahead = AHEAD * max(1, sum(client.nthreads().values()))
    failed: list[Result] = []

    def more() -> None:
        while len(keys) < ahead and (task := next(tasks, None)) is not None:
            try:
                future = send(task.read())
            except Unopened as reason:
                failed.append(Result(task.key, None, reason.reason))
                continue
            keys[future.key] = task.key
            coming.add(future)

    more()
    while keys:
        future = next(coming)
        if client.status != "running" or future.status in ("cancelled", "lost"):
            raise AssignError(
                "the cluster was lost; what was graded is kept, and the same command goes on"
            )
        yield _result(keys.pop(future.key), future)
        more()
    yield from failed


def _result(key: str, future: Any) -> Result:
    if future.status == "finished":
        return Result(key, Grade.from_plain(future.result()))
    return Result(key, None, unexpected(future.exception()))


def remote(
    name: str, files: tuple[tuple[str, bytes], ...], settings: Settings, content: bytes
) -> dict[str, Any]:
    """Grade one submission on a worker: its grade, as JSON carries it."""
    grade = one.grade(
        _problem(name, files),
        content,
        _backend(settings.unsafe),
        class_seed=settings.class_seed,
        seconds=settings.seconds,
    )
    return grade.plain()


@functools.lru_cache
def _backend(unsafe: bool) -> Backend:
    """The worker's own; what it copies for the sandboxes is copied once."""
    return choose(unsafe)


@functools.lru_cache(maxsize=4)
def _problem(name: str, files: tuple[tuple[str, bytes], ...]) -> Problem:
    """The problem of these files, in a folder of this worker that no one else can read."""
    folder = Path(tempfile.mkdtemp(prefix="tying-assign-")) / Path(name).name
    for path, content in files:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return catalogue.load(folder)
