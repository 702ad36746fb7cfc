"""What an inspector finds who walks through all rooms once: with axe-core, a ruler and a narrow screen."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser.rooms import ROOMS
from browser.visitor import Visitor

FINGERTIP = 43.5  # pixels; 44 with half a pixel of rounding
SCREENS = {"kiosk": (1280, 900), "phone": (390, 844), "small phone": (320, 640)}
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Every visible control that is smaller than a fingertip. What counts is where a finger may land: the label around a box,
# the frame of a list or slider, the card that a link's ::after covers. A link in a sentence is as large as its line
# allows (WCAG 2.5.8 makes the same exception).
SMALL_TARGETS = """(least) => {
    const controls = 'a[href], button, input, select, textarea, summary,'
        + '[role=button], [role=radio], [role=tab], [role=option], [role=combobox], [role=checkbox], [role=switch]';
    const targetOf = (element) => {
        const after = getComputedStyle(element, '::after');
        if (after.position === 'absolute' && after.content !== 'none') {
            let card = element.parentElement;
            while (card && getComputedStyle(card).position === 'static') card = card.parentElement;
            return card || element;
        }
        const framed = element.matches('input, [aria-haspopup=listbox]');
        return element.closest('label') || (framed && element.closest('[role=group]')) || element;
    };
    const seen = (element) => {
        const box = element.getBoundingClientRect();
        return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
            && box.width > 2 && box.height > 2 && box.right > 0 && box.bottom > 0;
    };
    const inSentence = (element) => element.matches('a') && getComputedStyle(element).display === 'inline';
    const small = new Set();
    for (const element of document.querySelectorAll(controls)) {
        const target = targetOf(element);
        if (element.disabled || !seen(target) || inSentence(element) || element.matches('input[type=file]')) continue;
        const box = target.getBoundingClientRect();
        if (box.width < least || box.height < least) {
            const words = (element.getAttribute('aria-label') || element.innerText || element.type || '').trim();
            const size = `${box.width.toFixed(0)}x${box.height.toFixed(0)}`;
            small.add(`${element.tagName.toLowerCase()} "${words.slice(0, 40)}" ${size}`);
        }
    }
    return [...small];
}"""
OVERFLOW = """() => [...document.querySelectorAll('html, [data-testid="stMain"], [data-testid="stMainBlockContainer"]')]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.dataset.testid || 'html'} is ${part.scrollWidth} wide in ${part.clientWidth}`)"""
# Pictures without words. A tile within a picture that has words needs none of its own.
SPEECHLESS = """() => [...document.querySelectorAll('main img, main svg[role=img], main .js-plotly-plot, main canvas')]
    .filter((picture) => picture.checkVisibility() && !picture.closest('[aria-hidden=true]'))
    .filter((picture) => {
        const named = (part) => part.getAttribute('alt') || part.getAttribute('aria-label')
            || part.getAttribute('aria-labelledby') || part.querySelector(':scope > title');
        for (let part = picture; part && part.tagName !== 'MAIN'; part = part.parentElement)
            if (named(part) && (part === picture || part.matches('[role=img], [role=figure], figure, button, a'))) return false;
        return true;
    })
    .map((picture) => picture.outerHTML.slice(0, 120))"""
UNFOLD = "() => document.querySelectorAll('main details:not([open]) > summary').forEach((summary) => summary.click())"


@dataclass
class Findings:
    """Lines of the form "room: what", by kind of finding."""

    axe: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    speechless: list[str] = field(default_factory=list)
    mode_bars: list[str] = field(default_factory=list)


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is: rule and element, one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']} {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def resize(visitor: Visitor, screen: str) -> None:
    """Turn the screen into another one."""
    width, height = SCREENS[screen]
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.settle()


def unfold(visitor: Visitor) -> None:
    """Open everything on the page that opens in its place, so that it is inspected too."""
    while closed := visitor.page.locator("main details:not([open]) > summary").count():
        visitor.page.evaluate(UNFOLD)
        visitor.settle()
        assert visitor.page.locator("main details:not([open]) > summary").count() < closed


def inspect(visitor: Visitor, *, filled: bool) -> Findings:
    """Walk through all rooms, with a photo or without, and note what is wrong."""
    found = Findings()
    visitor.open("welcome")
    if filled:
        visitor.choose_sample()
    for room in ROOMS:
        resize(visitor, "kiosk")
        visitor.walk_to(room)
        unfold(visitor)
        page = visitor.page
        found.axe += [f"{room}: {line}" for line in axe_violations(page)]
        found.speechless += [f"{room}: {line}" for line in page.evaluate(SPEECHLESS)]
        found.mode_bars += [f"{room}: mode bar"] * page.locator(".modebar-btn:visible").count()
        for screen in SCREENS:
            resize(visitor, screen)
            found.small += [f"{room}, {screen}: {line}" for line in page.evaluate(SMALL_TARGETS, FINGERTIP)]
            found.sideways += [f"{room}, {screen}: {line}" for line in page.evaluate(OVERFLOW)]
    return found
