"""The Chromium that the browser tests drive: the system's own, no download."""

import os
import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # With each window Chromium would also render two hidden pages for its address bar.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
]
MISSING = "Chromium is missing: `apt-get install chromium`, or set CHROMIUM to the path of one you have"


def chromium() -> str | None:
    """The path of a Chromium: $CHROMIUM, or one that the system has."""
    candidates = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in candidates if name and (path := shutil.which(name))), None)
