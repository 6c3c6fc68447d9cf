"""All measurements, or those that are named: python -m tools.bench [builds] [pages] [trace] ..."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time

from tools import ROOT
from tools.bench import builds, frames, grading, monte_carlo, pages, peers
from tools.build import book, record

PARTS = ("builds", "pages", "frames", "ledger", "trace", "monte-carlo", "grading")


def main() -> int:
    """Run the measurements; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    parts = parser.parse_args().parts or PARTS
    versions = ", ".join(f"{name} {version}" for name, version in record.versions().items())
    print(f"{platform.platform()}\n{versions}")
    started = time.monotonic()
    status = 0
    if "builds" in parts:
        builds.measure(ROOT)
    if "pages" in parts:
        status |= book.build(ROOT) or pages.measure(ROOT)
    if "frames" in parts:
        status |= frames.measure()
    if "ledger" in parts:
        status |= peers.measure(ROOT)
    if "trace" in parts:
        quiet = {
            "KINETO_LOG_LEVEL": "6",
            "TORCH_CPP_LOG_LEVEL": "ERROR",
            "TRANSFORMERS_VERBOSITY": "error",
        }
        command = [sys.executable, "-m", "tools.bench.trace"]
        status |= subprocess.run(command, cwd=ROOT, env={**os.environ, **quiet}).returncode
    if "monte-carlo" in parts:
        status |= monte_carlo.main()
    if "grading" in parts:
        status |= grading.measure()
    print(f"\nMeasured in {time.monotonic() - started:.0f} s.")
    return status


if __name__ == "__main__":
    sys.exit(main())
