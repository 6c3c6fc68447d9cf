"""``python -m tying``; see :mod:`tying.cli`."""

import sys

from tying.cli import main

if __name__ == "__main__":
    sys.exit(main())
