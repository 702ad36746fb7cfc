"""What an inspector finds who walks through all rooms once: with axe-core, a ruler and a narrow screen."""

from dataclasses import dataclass, field
from pathlib import Path
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
MEASURE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
FOLDED = "main details:not([open]) > summary"


@dataclass
class Findings:
    """Lines of the form "room: what", by kind of finding."""

    axe: list[str] = field(default_factory=list)
    speechless: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    mode_bars: list[str] = field(default_factory=list)


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is: rule and element, one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']} {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def measure(page: Page) -> dict[str, list[str]]:
    """What the ruler finds on the page as it is: controls too small, parts too wide, pictures without words."""
    found: dict[str, list[str]] = page.evaluate(MEASURE, FINGERTIP)
    return found


def unfold(visitor: Visitor) -> None:
    """Open everything on the page that opens in its place, so that it is inspected too."""
    folded = visitor.page.locator(FOLDED)
    while count := folded.count():
        folded.evaluate_all("summaries => summaries.forEach((summary) => summary.click())")
        visitor.settle()
        assert folded.count() < count


def inspect(visitor: Visitor, *, filled: bool) -> Findings:
    """Walk through all rooms, with a photo or without, and note what is wrong."""
    found = Findings()
    visitor.open("welcome")
    if filled:
        visitor.choose_sample()
    for room in ROOMS:
        visitor.resize(*SCREENS["kiosk"])
        visitor.walk_to(room)
        unfold(visitor)
        found.axe += [f"{room}: {line}" for line in axe_violations(visitor.page)]
        found.mode_bars += [f"{room}: mode bar"] * visitor.page.locator(".modebar-btn:visible").count()
        for screen, size in SCREENS.items():
            visitor.resize(*size)
            for kind, lines in measure(visitor.page).items():
                getattr(found, kind).extend(f"{room}, {screen}: {line}" for line in lines)
    return found
