"""The content check, run from app/: `python -m exhibit.checks`."""

import sys

from exhibit.checks.check import main

if __name__ == "__main__":
    sys.exit(main())
