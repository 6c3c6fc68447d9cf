"""Grade on the cores of this machine: a thread waits for each sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from joblib import Parallel, cpu_count, delayed

from tying_assign.definition import Problem
from tying_assign.grading import one
from tying_assign.grading.batch import Keep, Result, Settings, Task, unexpected
from tying_assign.grading.folder import Unopened
from tying_assign.sandbox import Backend


@dataclass(frozen=True)
class Local:
    """A pool of threads; each submission has processes of its own.

    Attributes:
        problem: that is answered.
        settings: of the batch.
        backend: of the sandboxes.
        jobs: submissions at a time; 0 for the number of cores.
    """

    problem: Problem
    settings: Settings
    backend: Backend
    jobs: int = 0

    def run(self, tasks: Iterable[Task], keep: Keep) -> None:
        """As :class:`tying_assign.grading.batch.Pool` says."""
        jobs = self.jobs or cpu_count()
        parallel = Parallel(n_jobs=jobs, backend="threading", pre_dispatch="2*n_jobs")
        parallel(delayed(self._keep)(task, keep) for task in tasks)

    def _keep(self, task: Task, keep: Keep) -> None:
        keep(self.result(task))

    def result(self, task: Task) -> Result:
        """That of one task; it raises nothing."""
        try:
            content = task.read()
        except Unopened as reason:
            return Result(task.key, None, reason.reason)
        try:
            grade = one.grade(
                self.problem,
                content,
                self.backend,
                class_seed=self.settings.class_seed,
                seconds=self.settings.seconds,
            )
        except Exception as error:  # of the grader or the machine: one submission is one failure
            return Result(task.key, None, unexpected(error))
        return Result(task.key, grade)
