"""Write the learner copies of all chapters, and the wheel that they install, into a folder.

python -m tools.learner [FOLDER] [--wheels ADDRESS] [--no-solutions]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools import ROOT
from tools.learner.copies import write
from tools.learner.markdown import Unknown
from tools.learner.settings import settings
from tools.setup import wheel


def main() -> int:
    """Write the copies; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="_build/copies, if none is named")
    parser.add_argument("--wheels", default="", help="address of the folder that holds the wheel")
    parser.add_argument("--no-solutions", action="store_true", help="leave the solutions out")
    options = parser.parse_args()
    solutions = not options.no_solutions
    name = "copies" if solutions else "copies-without-solutions"
    folder = options.folder or ROOT / "_build" / name
    try:
        built = wheel.build(ROOT, folder)
        paths = [built, *write(settings(ROOT, built, options.wheels), folder, solutions)]
    except Unknown as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(map(str, paths)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
