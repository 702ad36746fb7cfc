"""Everybody can use it: axe-core's rules, fingers, narrow screens, both themes."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser.museum import Museum
from browser.rooms import ROOMS
from browser.visitor import Visitor, visitor_in

Theme = Literal["light", "dark"]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Every visible control that is smaller than a fingertip. A control inside a label is as large as its label; a link in a
# sentence is as large as the line allows (WCAG 2.5.8 makes the same exception).
SMALL_TARGETS = """(least) => {
    const controls = 'a[href], button, input, select, textarea, summary,'
        + '[role=button], [role=radio], [role=tab], [role=option], [role=combobox], [role=checkbox], [role=switch]';
    const seen = (element) => {
        const box = element.getBoundingClientRect();
        return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
            && box.width > 2 && box.height > 2 && box.right > 0 && box.bottom > 0;
    };
    const inSentence = (element) => element.matches('a') && getComputedStyle(element).display === 'inline';
    const small = [];
    for (const element of document.querySelectorAll(controls)) {
        const target = element.closest('label') || element;
        if (element.disabled || !seen(target) || inSentence(element) || element.matches('input[type=file]')) continue;
        const box = target.getBoundingClientRect();
        if (box.width < least || box.height < least) {
            const words = (element.getAttribute('aria-label') || element.innerText || element.type || '').trim();
            const size = `${box.width.toFixed(0)}x${box.height.toFixed(0)}`;
            small.push(`${element.tagName.toLowerCase()} "${words.slice(0, 40)}" ${size}`);
        }
    }
    return small;
}"""
OVERFLOW = """() => [...document.querySelectorAll('html, [data-testid="stMain"], [data-testid="stMainBlockContainer"]')]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.dataset.testid || 'html'}: ${part.scrollWidth} in ${part.clientWidth}`)"""


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is: rule and element, one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def walk(visitor: Visitor, filled: bool) -> list[str]:
    """All rooms one after the other, by their links, with a photo or without."""
    visitor.open("welcome")
    if filled:
        visitor.choose_sample()
    return list(ROOMS)


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_room(browser: Browser, museum: Museum, theme: Theme, filled: bool) -> None:
    found: dict[str, list[str]] = {}
    with visitor_in(browser, museum, theme=theme) as visitor:
        for room in walk(visitor, filled):
            visitor.walk_to(room)
            found[room] = violations(visitor.page)
    assert {room: lines for room, lines in found.items() if lines} == {}


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_control_is_large_enough_for_a_finger(browser: Browser, museum: Museum, width: int, filled: bool) -> None:
    found: dict[str, list[str]] = {}
    with visitor_in(browser, museum, width=width, height=844, has_touch=True) as visitor:
        for room in walk(visitor, filled):
            visitor.walk_to(room)
            found[room] = visitor.page.evaluate(SMALL_TARGETS, 43.5)
    assert {room: lines for room, lines in found.items() if lines} == {}


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("width", [320, 390])
def test_no_room_scrolls_sideways_on_a_phone(browser: Browser, museum: Museum, width: int, filled: bool) -> None:
    found: dict[str, list[str]] = {}
    with visitor_in(browser, museum, width=width, height=844) as visitor:
        for room in walk(visitor, filled):
            visitor.walk_to(room)
            found[room] = visitor.page.evaluate(OVERFLOW)
    assert {room: lines for room, lines in found.items() if lines} == {}


def test_every_picture_has_words_and_no_chart_has_a_mode_bar(visitor: Visitor) -> None:
    speechless: dict[str, list[str]] = {}
    for room in walk(visitor, filled=True):
        visitor.walk_to(room)
        pictures = visitor.page.locator("main img:not([alt]), main img[alt='']:not([aria-hidden=true])")
        speechless[room] = [
            picture.evaluate("picture => picture.outerHTML.slice(0, 120)") for picture in pictures.all()
        ]
        assert visitor.page.locator(".modebar-btn:visible").count() == 0, room
        assert visitor.page.get_by_role("img", name="").count() == visitor.page.get_by_role("img").count(), room
    assert {room: found for room, found in speechless.items() if found} == {}


def test_the_two_themes_are_two(browser: Browser, museum: Museum) -> None:
    grounds = []
    for theme in ("light", "dark"):
        with visitor_in(browser, museum, theme=theme) as visitor:
            visitor.open("welcome")
            ground = visitor.page.locator("[data-testid=stApp]").evaluate(
                "app => getComputedStyle(app).backgroundColor"
            )
            grounds.append(ground)
    assert grounds == ["rgb(251, 250, 247)", "rgb(18, 21, 28)"]
