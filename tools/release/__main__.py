"""Pack the release into dist: python -m tools.release [TAG].

The site and the PDF have to be built before. A tag has to name the version.
"""

from __future__ import annotations

import argparse
import sys

from tools import ROOT
from tools.release.pack import NotReady, pack


def main() -> int:
    """Pack the release of this project; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tag", nargs="?", default="")
    try:
        files = pack(ROOT, parser.parse_args().tag)
    except NotReady as reason:
        print(f"Nothing was packed: {reason}.", file=sys.stderr)
        return 1
    for file in files:
        print(f"{file.stat().st_size / 1000:>10,.0f} kB  {file.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
