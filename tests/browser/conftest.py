"""One Chromium and one museum for all browser tests, and a fresh visitor for each."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from browser.chromium import FLAGS, MISSING, chromium
from browser.museum import Museum, open_museum
from browser.visitor import PATIENCE, Visitor, visitor_in

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a Chromium skip the test, except where its absence would go unseen (CI).

    Skipping here and not in a fixture makes one line of the report, not one for each test.
    """
    if chromium() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, timeout=PATIENCE)
        yield running
        running.close()


@pytest.fixture(scope="session")
def museum(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Museum]:
    """The museum as visitors find it."""
    with open_museum(tmp_path_factory.mktemp("museum")) as running:
        yield running


@pytest.fixture
def visitor(browser: Browser, museum: Museum) -> Iterator[Visitor]:
    """A visitor at a screen of 1280 x 900."""
    with visitor_in(browser, museum) as somebody:
        yield somebody
