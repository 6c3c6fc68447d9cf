"""Build the book: python -m tools.build [--root FOLDER]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools import ROOT
from tools.build.book import build


def main() -> int:
    """Build the book of the folder named by ``--root``; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    return build(parser.parse_args().root.resolve())


if __name__ == "__main__":
    sys.exit(main())
