"""Contact with the server is lost and found again: the page never looks alive and is dead."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from browser.line import Line, open_line
from browser.museum import Museum, open_museum
from browser.visitor import PATIENCE, Visitor, visitor_in
from exhibit.server import resources

CONNECTED = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'"


@pytest.fixture(scope="module")
def forgetful(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Museum]:
    """A museum that forgets a visit one second after contact is lost: sooner than the page says a word."""
    folder = tmp_path_factory.mktemp("forgetful")
    with open_museum(folder, STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL="1") as running:
        yield running


@pytest.fixture
def own_photo(tmp_path: Path) -> Path:
    """A photo that the museum has never seen."""
    Image.effect_noise((200, 150), 80).convert("RGB").save(tmp_path / "own.png")
    return tmp_path / "own.png"


@contextmanager
def on_a_line(browser: Browser, museum: Museum) -> Iterator[tuple[Visitor, Line]]:
    """A visitor whose line to the museum can be cut."""
    port = urlsplit(museum.url).port
    assert port
    with open_line(port) as line, visitor_in(browser, dataclasses.replace(museum, url=line.url)) as visitor:
        yield visitor, line


def word(visitor: Visitor) -> Locator:
    """What the page says about its contact."""
    return visitor.page.locator("#exhibit-contact")


def lose(visitor: Visitor, line: Line, language: str = "en") -> None:
    """Cut the line, and wait until the page says so."""
    line.cut()
    expect(word(visitor)).to_have_text(resources.words(language)("frame.contact_lost"))
    assert not visitor.page.get_by_test_id("stDialog").is_visible()


def find(visitor: Visitor, line: Line) -> None:
    """Mend the line, and wait until the page is connected. What comes next is the visitor's very first act."""
    line.mend()
    visitor.page.wait_for_function(CONNECTED, timeout=PATIENCE)


def take_sample(visitor: Visitor) -> None:
    visitor.inside("take-coffee").get_by_role("button").click()
    visitor.inside("chosen-coffee").wait_for()


def choose_method(visitor: Visitor) -> None:
    methods = resources.content().methods("en")
    visitor.page.get_by_role("radio", name=methods["grad-cam"].name, exact=True).click()
    expect(visitor.inside("method-words")).to_contain_text(methods["grad-cam"].measures[:40])


def change_language(visitor: Visitor) -> None:
    visitor.inside("language").get_by_role("radio").nth(1).click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(resources.words("fr")("timeline.title"))


def guess(visitor: Visitor) -> None:
    visitor.inside("game").get_by_role("radio").first.click()
    expect(visitor.inside("live-evidence").locator(".evidence")).to_be_visible()


def go_on(visitor: Visitor) -> None:
    before = visitor.page.url
    visitor.inside("event-next").get_by_role("button").click()
    expect(visitor.page).not_to_have_url(before)


ACTS: dict[str, tuple[str, dict[str, str], Callable[[Visitor], None]]] = {
    "sample": ("try_it", {}, take_sample),
    "method": ("why", {"sample": "cat"}, choose_method),
    "language": ("timeline", {}, change_language),
    "next event": ("timeline", {}, go_on),
    "guess": ("facts", {}, guess),
}


@pytest.mark.parametrize("act", ACTS)
def test_after_a_long_loss_the_page_starts_afresh_by_itself_and_the_first_act_works(
    browser: Browser, forgetful: Museum, act: str
) -> None:
    room, parameters, do = ACTS[act]
    with on_a_line(browser, forgetful) as (visitor, line):
        visitor.open(room, **parameters)
        lose(visitor, line)
        find(visitor, line)
        do(visitor)
        expect(word(visitor)).to_have_text(resources.words("en")("frame.contact_afresh"))


def test_after_a_long_loss_the_earlier_photo_is_gone_from_the_screen_and_the_first_upload_is_taken(
    browser: Browser, forgetful: Museum, own_photo: Path
) -> None:
    with on_a_line(browser, forgetful) as (visitor, line):
        visitor.open("try_it", lang="fr")
        visitor.hand_over(own_photo)
        visitor.names()
        lose(visitor, line, "fr")
        find(visitor, line)
        expect(word(visitor)).to_have_text(resources.words("fr")("frame.contact_afresh"))
        expect(visitor.inside("predictions")).to_have_count(0)
        visitor.hand_over(own_photo)
        assert len(visitor.names()) == 5


@pytest.mark.parametrize("act", ["method", "next event", "guess"])
def test_after_a_short_loss_the_visit_goes_on(browser: Browser, museum: Museum, own_photo: Path, act: str) -> None:
    room, _, do = ACTS[act]
    with on_a_line(browser, museum) as (visitor, line):
        visitor.open("try_it")
        visitor.hand_over(own_photo)
        names = visitor.names()
        visitor.walk_to(room)
        lose(visitor, line)
        find(visitor, line)
        do(visitor)
        expect(word(visitor)).to_have_text("")
        visitor.walk_to("try_it")
        assert visitor.names() == names


def test_a_server_that_was_started_anew_is_noticed(browser: Browser, museum: Museum, forgetful: Museum) -> None:
    """The line leads to another server than before, which has never heard of the visit."""
    with on_a_line(browser, museum) as (visitor, line):
        visitor.open("why", sample="cat")
        lose(visitor, line)
        line.museum_port = urlsplit(forgetful.url).port or 0
        find(visitor, line)
        choose_method(visitor)
        expect(word(visitor)).to_have_text(resources.words("en")("frame.contact_afresh"))


def test_a_photo_that_was_chosen_without_contact_is_asked_for_again(
    browser: Browser, museum: Museum, own_photo: Path
) -> None:
    with on_a_line(browser, museum) as (visitor, line):
        visitor.open("try_it")
        lose(visitor, line)
        visitor.inside("photo-picker").locator("input[type=file]").set_input_files(own_photo)
        find(visitor, line)
        expect(word(visitor)).to_have_text(resources.words("en")("frame.contact_choose_again"))
        visitor.hand_over(own_photo.rename(own_photo.with_name("again.png")))
        assert len(visitor.names()) == 5
