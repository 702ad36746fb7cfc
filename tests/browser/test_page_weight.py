"""No room sends much before the visitor acts: pictures are small, audio waits until somebody wants to listen."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from browser.museum import Museum
from browser.rooms import ROOMS
from browser.visitor import visitor_in

LIMIT = 1_500_000
BUNDLE = ("/static/js/", "/static/css/", "/static/media/")  # Streamlit's own program and fonts
FONTS = (".woff", ".woff2", ".ttf")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_sends_at_most_one_and_a_half_megabytes_unasked(browser: Browser, museum: Museum, room: str) -> None:
    with visitor_in(browser, museum) as visitor:
        line = visitor.page.context.new_cdp_session(visitor.page)
        asked: dict[str, str] = {}
        sizes: dict[str, int] = {}

        def finished(event: dict[str, Any]) -> None:
            url = asked.get(event["requestId"], "")
            path = urlsplit(url).path
            if not any(part in path for part in BUNDLE) and Path(path).suffix not in FONTS:
                sizes[url] = sizes.get(url, 0) + int(event["encodedDataLength"])

        def frame(event: dict[str, Any]) -> None:  # what Streamlit draws comes through here, as Base64 if binary
            data = event["response"]["payloadData"]
            binary = event["response"]["opcode"] == 2
            sizes["socket"] = sizes.get("socket", 0) + (len(data) * 3 // 4 if binary else len(data))

        line.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
        line.on("Network.loadingFinished", finished)
        line.on("Network.webSocketFrameReceived", frame)
        line.send("Network.enable")
        visitor.open(room)
        visitor.page.wait_for_timeout(500)
        total = sum(sizes.values())
        assert sizes.get("socket", 0) > 1000, "the watch must see what is drawn"
        assert total < LIMIT, sorted(sizes.items(), key=lambda item: -item[1])[:5]
        assert not [url for url in sizes if Path(urlsplit(url).path).suffix in (".mp3", ".opus", ".ogg")]
