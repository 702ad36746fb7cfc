"""Rooms that tell the story never wait for the network."""

import time
from pathlib import Path

from playwright.sync_api import Browser

from browser.museum import open_museum
from browser.rooms import STORY_ROOMS
from browser.visitor import visitor_in

PAGE = "ScriptRunner.scriptThread"
HEAVY = ("torch", "captum", "torchvision")


def test_story_rooms_never_import_torch_and_the_warm_up_does_so_beside_them(browser: Browser, tmp_path: Path) -> None:
    with open_museum(tmp_path, probe=True) as museum, visitor_in(browser, museum) as visitor:
        for room in STORY_ROOMS:
            visitor.open(room)
        deadline = time.monotonic() + 300
        while "torch" not in museum.ask("modules") and time.monotonic() < deadline:
            time.sleep(0.5)
        imports = [line.split(" in ", 1) for line in museum.ask("imports")]
    by_pages = {name for name, thread in imports if PAGE in thread}
    beside = {name for name, thread in imports if PAGE not in thread}
    assert not by_pages & set(HEAVY)
    assert "torch" in beside, "the watch must see the import, and the warm-up must happen"


def test_the_first_room_needs_no_charts(browser: Browser, tmp_path: Path) -> None:
    with open_museum(tmp_path, probe=True) as museum, visitor_in(browser, museum) as visitor:
        visitor.open("welcome")
        by_pages = [
            name for name, thread in (line.split(" in ", 1) for line in museum.ask("imports")) if PAGE in thread
        ]
    assert [name for name in by_pages if name == "plotly"] == []
