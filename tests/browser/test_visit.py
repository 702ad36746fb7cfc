"""A whole visit, from the welcome to the next visitor: with the mouse, and with the keyboard alone."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from browser.rooms import ROOMS
from browser.visitor import Visitor


def test_every_room_opens_by_its_link_and_says_where_it_is(visitor: Visitor) -> None:
    visitor.open("welcome")
    headings = []
    for room in ROOMS:
        visitor.walk_to(room)
        expect(visitor.room_link(room)).to_have_attribute("aria-current", "page")
        expect(visitor.page.locator("h1")).to_have_count(1)
        headings.append(visitor.page.locator("h1").inner_text())
    assert len(set(headings)) == len(ROOMS)


def test_a_complete_visit(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("welcome")
    visitor.walk_to("story")
    visitor.walk_to("timeline")
    expect(visitor.inside("timeline").locator(".js-plotly-plot, svg").first).to_be_visible()
    visitor.walk_to("people")
    assert len(visitor.choose_sample()) == 5
    visitor.walk_to("inside")
    expect(visitor.inside("filters").locator("img").first).to_be_visible()
    expect(visitor.inside("activations").locator("img").first).to_be_visible()
    visitor.walk_to("why")
    expect(visitor.inside("saliency").locator("img").first).to_be_visible()
    visitor.walk_to("facts")
    visitor.walk_to("about")
    visitor.start_over()
    assert urlsplit(page.url).path == "/"
    visitor.walk_to("try_it")
    expect(visitor.inside("predictions").get_by_text("%")).to_have_count(0)
