"""Whose turn it is: a lock that serves those who wait in the order they came."""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class FairLock:
    """A first-come, first-served lock; the thread that holds it may enter again.

    `threading.Lock` promises no order: a long explanation that lets go between two pieces and asks again at once
    would usually win against thirty visitors who wait for a name. Here it goes to the end of the queue.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._owner: int | None = None
        self._depth = 0

    @property
    def depth(self) -> int:
        """How often the thread that holds the lock has entered it."""
        return self._depth

    @property
    def waiting(self) -> int:
        """How many threads stand in the queue."""
        return len(self._waiting)

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._owner in (None, me):
                self._owner, self._depth = me, self._depth + 1
                return
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        ticket.acquire()  # whoever leaves opens it
        self._owner, self._depth = me, 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth == 0:
                self._next()

    def _next(self) -> None:
        """Hand over to the first in the queue. The lock never looks free in between, so nobody can push in."""
        if self._waiting:
            self._owner = -1
            self._waiting.popleft().release()
        else:
            self._owner = None
