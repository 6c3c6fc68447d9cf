"""Grading of 200 submissions of mixed quality: time for each, memory, and what came of them."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from joblib import cpu_count

from tools.bench import submissions
from tying_assign import catalogue
from tying_assign.grading import table
from tying_assign.sandbox.memory import memory_of

PROBLEM = "counts"
BUDGET = 2.0
"""Seconds of a core for a submission without loops."""

EVERY = 0.2
"""Seconds between two looks at the memory."""


@dataclass
class Memory:
    """The most that was seen, in bytes.

    Attributes:
        grader: of the process that grades.
        sandbox: of all processes of one submission; pages that several share are divided by them.
        sandboxes: of all submissions at once.
    """

    grader: int = 0
    sandbox: int = 0
    sandboxes: int = 0

    def look(self, process: psutil.Process) -> None:
        """Take the present numbers in."""
        try:
            own = process.memory_info().rss
            each = [memory_of(child.pid) for child in process.children()]
        except psutil.NoSuchProcess:
            return
        self.grader = max(self.grader, own)
        self.sandbox = max(self.sandbox, *each, 0)
        self.sandboxes = max(self.sandboxes, sum(each))


@dataclass(frozen=True)
class Batch:
    """A run of the command.

    Attributes:
        seconds: from start to end.
        processor: seconds of all processes that have ended, those of the sandboxes included; on
            a machine that others use it says more than the time from start to end.
        rows: of the table.
        memory: the most that was seen meanwhile.
    """

    seconds: float
    processor: float
    rows: Sequence[dict[str, str]]
    memory: Memory = field(default_factory=Memory)

    def per_submission(self, cores: int) -> float:
        """Seconds of a core for each submission."""
        return self.seconds * cores / len(self.rows)


def measure(unsafe: bool = False) -> int:
    """Write and grade the submissions, and print the measurements; 1 if over the budget."""
    problem = catalogue.find(PROBLEM)
    cores = cpu_count()
    print(f"\nGrading of {PROBLEM}, {cores} at a time; load {psutil.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o700)
        batches = {}
        for name, kinds in (("without loops", submissions.QUICK), ("loops", submissions.SLOW)):
            submissions.write(Path(folder) / name, problem, kinds)
            batches[name] = grade(Path(folder) / name, unsafe)
            print(line(name, batches[name], cores), flush=True)
    counts = Counter(row["status"] for batch in batches.values() for row in batch.rows)
    for status, count in counts.most_common():
        print(f"  {count:4}  {status}")
    seconds = batches["without loops"].per_submission(cores)
    return int(seconds > BUDGET)


def grade(folder: Path, unsafe: bool) -> Batch:
    """Run the command over a folder, and watch its memory."""
    csv = folder.with_suffix(".csv")
    command = [sys.executable, "-m", "tying_assign", "grade", PROBLEM, str(folder)]
    command += ["--csv", str(csv), "--feedback", str(folder.with_suffix(".feedback"))]
    started, used = time.monotonic(), processor()
    memory = Memory()
    errors = csv.with_suffix(".err")
    with errors.open("wb") as log:
        process = psutil.Popen([*command, *["--unsafe"] * unsafe], stdout=log, stderr=log)
        while process.poll() is None:
            memory.look(process)
            time.sleep(EVERY)
    seconds, used = time.monotonic() - started, processor() - used
    if process.returncode:
        raise SystemExit(errors.read_text(encoding="utf-8", errors="replace"))
    return Batch(seconds, used, table.read(csv), memory)


def processor() -> float:
    """Seconds that the processes had that this one has started, and that have ended."""
    times = psutil.Process().cpu_times()
    return times.children_user + times.children_system


def line(name: str, batch: Batch, cores: int) -> str:
    """The measurements of a batch."""
    each = batch.per_submission(cores)
    megabytes = [size / 1e6 for size in (batch.memory.grader, batch.memory.sandbox)]
    return (
        f"  {len(batch.rows)} {name}: {batch.seconds:.0f} s; {each:.2f} s of a core for each "
        f"(budget {BUDGET:g} s without loops), {batch.processor / len(batch.rows):.2f} s of them "
        f"computing; {1 / each:.2f} a second and core;\n      at most {megabytes[0]:.0f} MB for "
        f"the grader, {megabytes[1]:.0f} MB for a submission, "
        f"{batch.memory.sandboxes / 1e6:.0f} MB for all at once"
    )


if __name__ == "__main__":
    sys.exit(measure("--unsafe" in sys.argv))
