"""Print the book that was built into one PDF: python -m tools.pdf [FILE] [--no-solutions]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools import ROOT
from tools.pdf.book import make_pdf
from tools.pdf.chromium import PrintError


def main() -> int:
    """Print the book; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="_build/tied.pdf, if none is named")
    parser.add_argument("--no-solutions", action="store_true", help="leave the solutions out")
    options = parser.parse_args()
    solutions = not options.no_solutions
    name = "tied.pdf" if solutions else "tied-without-solutions.pdf"
    try:
        pdf = make_pdf(ROOT, options.file or ROOT / "_build" / name, solutions)
    except PrintError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{pdf.stat().st_size / 1e6:.1f} MB  {pdf}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
