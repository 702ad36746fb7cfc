"""The content check, where it matters to staff: in the log when the exhibit starts, and in the room "About".

Visitors meet none of it. The check reads every file anew and needs about a fifth of a second.
"""

from __future__ import annotations

import logging
import threading
from functools import cache
from typing import TYPE_CHECKING

from exhibit.settings import load_settings

if TYPE_CHECKING:
    from exhibit.files.problems import Problem

_LOG = logging.getLogger(__name__)
_DELAY = 5.0  # seconds: the first page and the engine come first


def content_problems() -> tuple[Problem, ...]:
    """Everything that is wrong with the content now, the agreement between its files included."""
    from exhibit.checks.check import check

    return check(load_settings(), code=None)


@cache
def check_soon(seconds: float = _DELAY) -> threading.Timer:
    """Check the content in the background, once per process, and tell each mistake in the log with its remedy."""
    timer = threading.Timer(seconds, tell_problems)
    timer.daemon = True
    timer.start()
    return timer


def tell_problems() -> None:
    """Log each mistake: file, line, field, value, and what to do."""
    from exhibit.content.load import Library
    from exhibit.files.problems import describe

    settings = load_settings()
    words = Library.of(settings).words(settings.default_language)
    for problem in content_problems():
        _LOG.warning("%s", describe(problem, words))
