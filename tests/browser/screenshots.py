"""Take the pictures of the README again, from tests/: python -m browser.screenshots [FOLDER] [--all]

Without arguments it writes the README's pictures to tests/browser/pictures/. With --all it takes every room, empty and
filled, light and dark, at three sizes of screen, for looking at before a change is called done.
"""

import argparse
import io
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from browser.chromium import FLAGS, chromium
from browser.museum import Museum, open_museum
from browser.rooms import ROOMS
from browser.visitor import Visitor, visitor_in

PICTURES = Path(__file__).with_name("pictures")
SCREENS = ((1920, 1080), (1280, 800), (390, 844))
LARGEST = 200_000


def save(visitor: Visitor, path: Path) -> None:
    """Keep what the screen shows as a JPEG small enough for a repository."""
    visitor.page.mouse.move(0, 0)
    visitor.page.evaluate("document.activeElement?.blur()")
    visitor.page.wait_for_timeout(500)
    shot = Image.open(io.BytesIO(visitor.page.screenshot())).convert("RGB")
    for quality in (90, 80, 70, 60, 50):
        shot.save(path, quality=quality, optimize=True, progressive=True)
        if path.stat().st_size < LARGEST:
            break
    print(path, path.stat().st_size)


def readme_pictures(browser: Browser, museum: Museum, folder: Path) -> None:
    """The two pictures of the README: the first glance, and an answer explained."""
    with visitor_in(browser, museum, height=800) as visitor:
        visitor.open("welcome")
        save(visitor, folder / "welcome.jpg")
        visitor.choose_sample("rocket")
        visitor.walk_to("why")
        visitor.inside("method").get_by_text("Grad-CAM").click()
        visitor.settle()
        save(visitor, folder / "why.jpg")


def every_room(browser: Browser, museum: Museum, folder: Path) -> None:
    """Every room as every visitor may meet it, on a screen made as high as the room is long."""
    for (width, height), theme, filled in product(SCREENS, ("light", "dark"), (False, True)):
        with visitor_in(browser, museum, width=width, height=height, theme=theme) as visitor:
            visitor.open("welcome")
            if filled:
                visitor.choose_sample()
            for room in ROOMS:
                visitor.resize(width, height)
                visitor.walk_to(room)
                visitor.resize(width, visitor.page.locator("main").evaluate("main => main.scrollHeight"))
                save(visitor, folder / f"{room}-{width}-{theme}-{'filled' if filled else 'empty'}.jpg")


def main() -> None:
    """Start a museum and a browser, take the pictures, close both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=PICTURES)
    parser.add_argument("--all", action="store_true", help="every room, size and theme")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    take = every_room if chosen.all else readme_pictures
    with (
        tempfile.TemporaryDirectory() as temporary,
        open_museum(Path(temporary)) as museum,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        take(browser, museum, chosen.folder)
        browser.close()


if __name__ == "__main__":
    main()
