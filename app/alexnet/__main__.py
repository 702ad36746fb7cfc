"""`python -m alexnet`: the science without the museum. See `alexnet.cli`."""

import sys

from alexnet.cli import main

if __name__ == "__main__":
    sys.exit(main())
