"""Print the book that was built into one PDF: python -m tools.pdf [FILE]."""

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
    parser.add_argument("file", type=Path, nargs="?", default=ROOT / "_build" / "tied.pdf")
    try:
        pdf = make_pdf(ROOT, parser.parse_args().file)
    except PrintError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{pdf.stat().st_size / 1e6:.1f} MB  {pdf}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
