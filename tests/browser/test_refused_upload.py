"""A file that never reaches the museum is answered in the visitor's language, not in Streamlit's English."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.visitor import Visitor
from exhibit.server import resources
from exhibit.ui.photo_picker import MEGABYTES


def hand_over(visitor: Visitor, file: Path, answer: str) -> None:
    """Hand over a file, and wait for the answer beside it in the place for uploads."""
    place = visitor.inside("photo-picker")
    place.locator("input[type=file]").set_input_files(file)
    expect(place.get_by_role("alert")).to_have_text(answer)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_that_is_too_large_is_told_so(visitor: Visitor, tmp_path: Path, language: str) -> None:
    file = tmp_path / "large.jpg"
    file.write_bytes(b"\xff\xd8\xff" + bytes(MEGABYTES * 2**20))
    visitor.open("try_it", lang=language)
    words = resources.words(language)
    hand_over(visitor, file, words("try.upload_too_large", limit=MEGABYTES))
    assert "Error" not in visitor.page.inner_text("main")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_photo_that_the_server_does_not_take_is_asked_for_again(
    visitor: Visitor, tmp_path: Path, language: str
) -> None:
    """As in a frame of another site, where the browser keeps back the cookie that the server wants to see."""
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8\xff" + bytes(1000))
    visitor.open("try_it", lang=language)
    visitor.page.route("**/_stcore/upload_file/**", lambda route: route.fulfill(status=403))
    hand_over(visitor, file, resources.words(language)("try.upload_failed"))
    assert "Error" not in visitor.page.inner_text("main")
