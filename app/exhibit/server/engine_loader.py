"""Where the one engine of the process is kept while it is built, and afterwards."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alexnet.inference.engine import Engine

_LOG = logging.getLogger(__name__)


class EngineLoader:
    """Builds the engine once per process, in whichever thread asks first; the others wait for the same one."""

    def __init__(self, build: Callable[[], Engine], afterwards: Callable[[], None] = lambda: None) -> None:
        """`afterwards` runs in the background once the engine is there: what the next question would wait for."""
        self._build, self._afterwards = build, afterwards
        self._building = threading.Lock()
        self._starting, self._counting = threading.Lock(), threading.Lock()
        self._engine: Engine | None = None
        self._timer: threading.Timer | None = None
        self._questions = 0

    @property
    def ready(self) -> bool:
        return self._engine is not None

    @property
    def engine_if_ready(self) -> Engine | None:
        """The engine when it is loaded. Never waits."""
        return self._engine

    def get(self) -> Engine:
        """The engine, warm. Blocks for the seconds that this takes the first time."""
        with self._building:
            if self._engine is None:
                self._engine = self._build()
            return self._engine

    @contextmanager
    def question(self) -> Iterator[Engine]:
        """The engine for one question. While it lasts, `calm` is false."""
        with self._counting:
            self._questions += 1
        try:
            yield self.get()
        finally:
            with self._counting:
                self._questions -= 1

    @property
    def calm(self) -> bool:
        """Whether the engine is loaded and idle, so that it may be asked ahead what somebody will want to know."""
        return self.ready and self._questions == 0

    def start_soon(self, seconds: float) -> None:
        """Have the engine built in the background, `seconds` from the first call. Later calls do nothing."""
        with self._starting:
            if self._timer is None:
                self._timer = threading.Timer(seconds, self._start)
                self._timer.daemon = True
                self._timer.start()

    def _start(self) -> None:
        try:
            self.get()
            self._afterwards()
        except Exception:  # nobody waits for this thread: the next visitor's question meets the problem again
            _LOG.exception("The engine did not start in the background")
