"""Memory that was needed for a moment goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from functools import lru_cache


def give_back() -> None:
    """Hand the pages that nobody uses any more to the system, where the C library can (glibc); elsewhere nothing.

    The maps of an explanation's batches are freed when it ends, but the C library keeps their pages for later.
    """
    library = _c_library()
    if library is not None:
        library.malloc_trim(0)


@lru_cache(maxsize=1)
def _c_library() -> ctypes.CDLL | None:
    """The C library of this process, if it has `malloc_trim`."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
