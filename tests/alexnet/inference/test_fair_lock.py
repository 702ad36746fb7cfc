"""The queue in front of the network."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from alexnet.inference.fair_lock import FairLock


def test_those_who_wait_are_served_in_the_order_they_came() -> None:
    turns, served = FairLock(), list[int]()

    def visitor(number: int) -> None:
        with turns:
            served.append(number)

    threads = [threading.Thread(target=visitor, args=(number,)) for number in range(8)]
    with turns:
        for number, thread in enumerate(threads):
            thread.start()
            _wait_until(partial(_queue_is, turns, number + 1))
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_who_lets_go_and_asks_again_goes_to_the_end_of_the_queue() -> None:
    turns, served = FairLock(), list[str]()

    def visitor() -> None:
        with turns:
            served.append("visitor")

    thread = threading.Thread(target=visitor)
    with turns:
        thread.start()
        _wait_until(partial(_queue_is, turns, 1))
        served.append("first piece")
    with turns:
        served.append("second piece")
    thread.join()
    assert served == ["first piece", "visitor", "second piece"]


def test_the_holder_may_enter_again_and_lets_go_only_at_the_last_exit() -> None:
    turns, inside = FairLock(), threading.Event()
    thread = threading.Thread(target=lambda: _enter(turns, inside))
    with turns:
        with turns:
            assert turns.depth == 2
            thread.start()
            _wait_until(partial(_queue_is, turns, 1))
        assert turns.depth == 1
        assert not inside.wait(0.05)
    thread.join(timeout=10)
    assert inside.is_set()


def test_an_error_inside_lets_the_next_one_in() -> None:
    turns = FairLock()
    with pytest.raises(ZeroDivisionError), turns:
        _ = 1 / 0
    inside = threading.Event()
    thread = threading.Thread(target=lambda: _enter(turns, inside))
    thread.start()
    thread.join(timeout=10)
    assert inside.is_set()


def test_only_one_is_inside_at_any_time() -> None:
    turns, inside, most = FairLock(), 0, 0

    def visitor() -> None:
        nonlocal inside, most
        for _ in range(30):
            with turns:
                inside += 1
                most = max(most, inside)
                time.sleep(0.0001)
                inside -= 1

    threads = [threading.Thread(target=visitor) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, inside, turns.waiting) == (1, 0, 0)


def _queue_is(turns: FairLock, length: int) -> bool:
    return turns.waiting == length


def _enter(turns: FairLock, inside: threading.Event) -> None:
    with turns:
        inside.set()


def _wait_until(true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if true():
            return
        time.sleep(0.005)
    pytest.fail("it never became true")
