"""A whole visit, from the welcome to the next visitor: with the mouse, and with the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import expect

from browser.keyboard import Keyboard
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
    visitor.open("welcome")
    visitor.walk_to("story")
    visitor.walk_to("timeline")
    told = visitor.inside("event").inner_text()
    visitor.inside("event").get_by_role("button").last.click()
    expect(visitor.inside("event")).not_to_have_text(told, use_inner_text=True)
    visitor.walk_to("people")
    assert len(visitor.choose_sample()) == 5
    visitor.walk_to("inside")
    expect(visitor.inside("filters").get_by_role("button")).to_have_count(96)
    expect(visitor.inside("activations").locator("img").first).to_be_visible()
    visitor.walk_to("why")
    expect(visitor.inside("saliency").locator("img").first).to_be_visible()
    expect(visitor.inside("saliency").locator(".js-plotly-plot")).to_be_visible()
    visitor.walk_to("facts")
    visitor.walk_to("about")
    visitor.start_over()
    visitor.walk_to("try_it")
    expect(visitor.inside("predictions").get_by_text("%")).to_have_count(0)


def test_a_complete_visit_with_the_keyboard_alone(visitor: Visitor, record_property: Callable[..., None]) -> None:
    keyboard = Keyboard(visitor)
    visitor.open("welcome")
    keyboard.tab_to(visitor.page.get_by_role("link", name="Skip to main content"))
    keyboard.enter("story")
    keyboard.enter("timeline")
    told = visitor.inside("event").inner_text()
    keyboard.tab_to(visitor.inside("event").get_by_role("button").last)
    keyboard.press("Enter")
    expect(visitor.inside("event")).not_to_have_text(told, use_inner_text=True)
    keyboard.enter("people")
    keyboard.enter("try_it")
    keyboard.tab_to(visitor.inside("take-cat"))
    keyboard.press("Enter")
    assert len(visitor.names()) == 5
    keyboard.enter("inside")
    keyboard.tab_to(visitor.inside("kernels-1"))
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    keyboard.enter("why")
    asked = visitor.inside("method-words").inner_text()
    keyboard.tab_to(visitor.inside("method"))
    keyboard.press("ArrowRight")
    keyboard.press("Space")
    expect(visitor.inside("method-words")).not_to_have_text(asked, use_inner_text=True)
    keyboard.enter("facts")
    guesses = visitor.inside("game").get_by_role("radiogroup")
    keyboard.tab_to(guesses)
    keyboard.press("Space")
    expect(visitor.inside("live-evidence").locator(".evidence")).to_be_visible()
    keyboard.enter("about")
    keyboard.tab_to(visitor.inside("start-over"), back=True)
    keyboard.press("Enter")
    visitor.arrive("welcome")
    expect(visitor.inside("start-over")).to_have_count(0)
    record_property("path", " > ".join(keyboard.path))
    assert len(keyboard.path) > 50
    assert not keyboard.unseen, "the focus cannot be seen on " + ", ".join(sorted(set(keyboard.unseen)))
