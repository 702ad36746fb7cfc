"""`streamlit run <path>/app/Home.py` opens the same museum from whichever folder it is typed in."""

from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from browser.museum import Museum, open_museum
from browser.visitor import Visitor, visitor_in

# What a page looks like: its type, its paper, its ink.
LOOKS = """() => ['body', 'h1', '[data-testid="stApp"]'].map(name => {
    const style = getComputedStyle(document.querySelector(name));
    return [style.fontFamily, style.fontSize, style.color, style.backgroundColor];
})"""


@pytest.fixture(scope="module")
def from_elsewhere(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Museum]:
    """A museum that was started in a folder that has nothing to do with it, with the settings of a new computer."""
    folder = tmp_path_factory.mktemp("elsewhere")
    home = {"HOME": str(folder), "USERPROFILE": str(folder)}
    with open_museum(folder / "files", started_in=folder, **home) as running:
        yield running


def looks(visitor: Visitor) -> list[list[str]]:
    visitor.open("welcome")
    return visitor.page.evaluate(LOOKS)


def test_from_another_folder_no_statistics_are_sent_and_nothing_offers_to_publish(
    browser: Browser, from_elsewhere: Museum
) -> None:
    with visitor_in(browser, from_elsewhere) as visitor:
        visitor.open("try_it")
        visitor.choose_sample()
        visitor.walk_to("story")
        assert len(visitor.requests) > 20, "the watch must see requests"
        assert visitor.strangers() == []
        assert visitor.page.get_by_test_id("stAppDeployButton").count() == 0
    assert "statistics" not in from_elsewhere.log.read_text()


def test_from_another_folder_the_museum_looks_the_same(
    browser: Browser, museum: Museum, from_elsewhere: Museum
) -> None:
    with visitor_in(browser, museum) as one, visitor_in(browser, from_elsewhere) as other:
        assert looks(one) == looks(other)


def test_from_another_folder_the_story_has_its_voice(from_elsewhere: Museum) -> None:
    with urlopen(f"{from_elsewhere.url}/app/static/audio/en/welcome.mp3", timeout=60) as reply:
        assert len(reply.read()) > 10_000
