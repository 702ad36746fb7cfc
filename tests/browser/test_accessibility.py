"""Everybody can use it: axe-core's rules, words for pictures, fingers, narrow screens, both themes."""

from collections.abc import Iterator
from typing import Literal, cast

import pytest
from playwright.sync_api import Browser

from browser.inspection import Findings, axe_violations, inspect, measure
from browser.museum import Museum
from browser.visitor import Visitor, visitor_in

ROUNDS = [(theme, filled) for theme in ("light", "dark") for filled in (False, True)]
NAMES = [f"{theme}-{'filled' if filled else 'empty'}" for theme, filled in ROUNDS]


@pytest.fixture(scope="module", params=ROUNDS, ids=NAMES)
def findings(request: pytest.FixtureRequest, browser: Browser, museum: Museum) -> Iterator[Findings]:
    """One round through the museum; the tests below read its findings."""
    theme, filled = request.param
    with visitor_in(browser, museum, theme=cast("Literal['light', 'dark']", theme), has_touch=True) as visitor:
        yield inspect(visitor, filled=filled)


def test_axe_finds_nothing_in_any_room(findings: Findings) -> None:
    assert not findings.axe, "\n".join(findings.axe)


def test_every_picture_and_chart_has_words(findings: Findings) -> None:
    assert not findings.speechless, "\n".join(findings.speechless)


def test_every_control_is_large_enough_for_a_finger(findings: Findings) -> None:
    assert not findings.small, "\n".join(findings.small)


def test_no_room_scrolls_sideways(findings: Findings) -> None:
    assert not findings.sideways, "\n".join(findings.sideways)


def test_no_chart_shows_a_mode_bar(findings: Findings) -> None:
    assert not findings.mode_bars, "\n".join(findings.mode_bars)


def test_the_inspector_sees_what_is_wrong(visitor: Visitor) -> None:
    visitor.page.set_content(
        """<html><main data-testid="stMain" style="width: 300px; overflow: auto">
        <img src="x" style="display: block; width: 9px; height: 9px">
        <button style="width: 20px; height: 20px; padding: 0">x</button>
        <p style="width: 900px; color: #ccc; background: #fff">Far too pale</p></main></html>"""
    )
    assert {line.split()[0] for line in axe_violations(visitor.page)} >= {"image-alt", "color-contrast"}
    assert {kind: len(lines) for kind, lines in measure(visitor.page).items()} == {
        "small": 1,
        "sideways": 1,
        "speechless": 1,
    }


def test_the_two_themes_are_two(browser: Browser, museum: Museum) -> None:
    grounds = []
    for theme in ("light", "dark"):
        with visitor_in(browser, museum, theme=theme) as visitor:
            visitor.open("welcome")
            app = visitor.page.locator("[data-testid=stApp]")
            grounds.append(app.evaluate("app => getComputedStyle(app).backgroundColor"))
    assert grounds == ["rgb(251, 250, 247)", "rgb(18, 21, 28)"]
