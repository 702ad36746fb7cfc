"""A visitor at the screen: what a person does in the museum, said in a few verbs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, Locator, Page

from browser.museum import Museum

PATIENCE = 120_000  # milliseconds: a machine may be slow, and other work may run beside the tests
PATHS = {"welcome": "", "try_it": "try"}
# The script has ended, nothing on the page is stale, and that has been so for 300 ms.
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const calm = app && app.dataset.testScriptState === 'notRunning' && document.querySelector('h1')
        && !document.querySelector('[data-stale="true"]');
    window.calmSince = calm ? (window.calmSince || performance.now()) : 0;
    return calm && performance.now() - window.calmSince > 300;
}"""

# From now on remember whether the script runs, however short that run may be.
WATCH_FOR_A_RUN = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    window.hasRun = false;
    new MutationObserver((_, watch) => {
        window.hasRun ||= app.dataset.testScriptState === 'running';
        if (window.hasRun) watch.disconnect();
    }).observe(app, { attributeFilter: ['data-test-script-state'] });
}"""


@dataclass
class Visitor:
    """One browser window in one museum."""

    page: Page
    museum: Museum
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Watch every request and every error of the page."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, room: str, **parameters: str) -> None:
        """Go to a room by its address, as a link from outside does."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        self.page.goto(f"{self.museum.url}/{PATHS.get(room, room)}{query}")
        self.settle()

    def settle(self) -> None:
        """Wait until the museum has finished what it is doing."""
        self.page.evaluate("window.calmSince = 0")
        self.page.wait_for_function(SETTLED, timeout=PATIENCE, polling=50)

    def walk_to(self, room: str) -> None:
        """Go to a room by its link in the strip of rooms, which keeps the visit."""
        self.room_link(room).click()
        self.arrive(room)

    def arrive(self, room: str) -> None:
        """Wait until the room is on the screen."""
        self.page.wait_for_url(lambda url: urlsplit(url).path == f"/{PATHS.get(room, room)}")
        self.settle()

    def room_link(self, room: str) -> Locator:
        """The link to a room in the strip of rooms (the addresses in it are relative; the first room's is empty)."""
        path = PATHS.get(room, room)
        return self.inside("rooms").locator(f"a[href='{path}'], a[href^='{path}?'], a[href$='/{path}']").first

    def resize(self, width: int, height: int) -> None:
        """Turn the screen into another one."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.settle()

    def inside(self, key: str) -> Locator:
        """The part of the page that carries one of the museum's stable names."""
        return self.page.locator(f".st-key-{key}")

    def choose_sample(self, sample: str = "cat") -> list[str]:
        """Try one of the museum's photos. Returns the percentages of the five names."""
        self.walk_to("try_it")
        self.inside(f"take-{sample}").get_by_role("button").click()
        self.inside(f"chosen-{sample}").wait_for()
        self.settle()
        return self.names()

    def hand_over(self, photo: Path) -> None:
        """Give the museum a photo of one's own."""
        self.page.evaluate(WATCH_FOR_A_RUN)
        self.inside("photo-picker").locator("input[type=file]").set_input_files(photo)
        self.page.wait_for_function("window.hasRun")
        self.settle()

    def start_over(self) -> None:
        """End the visit, as one does before the next person comes."""
        self.inside("start-over").get_by_role("button").click()
        self.arrive("welcome")

    def names(self) -> list[str]:
        """The percentages beside the names that the network gave."""
        shown = self.inside("predictions").get_by_text("%")
        shown.nth(4).wait_for(timeout=PATIENCE)
        return shown.all_inner_texts()

    def strangers(self) -> list[str]:
        """Requests that left the museum's own server."""
        home = urlsplit(self.museum.url).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != home
        ]


@contextmanager
def visitor_in(
    browser: Browser,
    museum: Museum,
    *,
    width: int = 1280,
    height: int = 900,
    theme: Literal["light", "dark"] = "light",
    **options: Any,
) -> Iterator[Visitor]:
    """A new visitor with an empty browser profile; whatever the visit, it must not leave the museum's server."""
    viewport = {"width": width, "height": height}
    context = browser.new_context(viewport=viewport, color_scheme=theme, locale="en-GB", **options)
    context.set_default_timeout(PATIENCE)
    try:
        visitor = Visitor(context.new_page(), museum)
        yield visitor
        assert visitor.strangers() == []
        assert visitor.errors == []
    finally:
        context.close()
