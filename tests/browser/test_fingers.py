"""Charts under a finger: a swipe moves the page, a tap chooses."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, expect

from browser.museum import Museum
from browser.visitor import Visitor, visitor_in

SWIPE = 250  # pixels
CHART = '[data-testid="stPlotlyChart"]'


@pytest.fixture
def phone(browser: Browser, museum: Museum) -> Iterator[Visitor]:
    with visitor_in(browser, museum, width=390, height=844, has_touch=True, is_mobile=True) as somebody:
        yield somebody


def charts(visitor: Visitor) -> list[Locator]:
    visitor.page.locator(f"{CHART} .nsewdrag").first.wait_for(state="attached")
    return visitor.page.locator(CHART).all()


def swipe(visitor: Visitor, chart: Locator) -> float:
    """Swipe upwards from a chart in the middle of the screen; returns by how many pixels the chart has moved up."""
    chart.evaluate("part => part.scrollIntoView({ block: 'center' })")
    box = chart.bounding_box()
    assert box
    x, y = 195, box["y"] + box["height"] / 2
    touch = visitor.page.context.new_cdp_session(visitor.page)
    send(touch, "touchStart", x, y)
    for step in range(1, 26):
        send(touch, "touchMove", x, y - step * SWIPE / 25)
    send(touch, "touchEnd")
    after = chart.bounding_box()
    assert after
    return box["y"] - after["y"]


def send(touch: CDPSession, kind: str, *place: float) -> None:
    points = [{"x": place[0], "y": place[1]}] if place else []
    touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.mark.parametrize(("room", "parameters"), [("timeline", {}), ("notebook", {}), ("why", {"sample": "cat"})])
def test_a_swipe_that_starts_on_a_chart_scrolls_the_page(phone: Visitor, room: str, parameters: dict[str, str]) -> None:
    phone.open(room, **parameters)
    moved = [swipe(phone, chart) for chart in charts(phone)]
    assert moved
    assert min(moved) > SWIPE / 2


def test_a_tap_on_a_mark_still_chooses_it(phone: Visitor) -> None:
    phone.open("notebook")
    chart = charts(phone)[0]
    chart.evaluate("part => part.scrollIntoView({ block: 'center' })")
    before = phone.page.url
    box = chart.locator(".scatterlayer .point").nth(1).bounding_box()  # a later one lies open at first
    assert box
    phone.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(phone.page).not_to_have_url(before)
