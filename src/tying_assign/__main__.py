"""Run the command line."""

import sys

from tying_assign.cli import main

if __name__ == "__main__":
    sys.exit(main())
