"""A visitor for the tests: opens a room through the real router, without a browser and without any network."""

from __future__ import annotations

from html import unescape

from streamlit.runtime.memory_media_file_storage import _calculate_file_id
from streamlit.testing.v1 import AppTest

from exhibit.content.messages import Messages
from exhibit.settings import ROOT, load_settings

HOME = ROOT / "app" / "Home.py"


def open_room(room: str = "welcome", **parameters: str) -> AppTest:
    """The room as it stands after its first run."""
    visitor = AppTest.from_file(HOME, default_timeout=300)
    for name, value in parameters.items():
        visitor.query_params[name] = value
    visitor.run()
    return visitor if room == "welcome" else visitor.switch_page(f"rooms/{room}.py").run()


def words(language: str = "en") -> Messages:
    """The labels, to compare with."""
    from exhibit.content.load import Library

    settings = load_settings()
    return Library(settings.content_dir).words(language)


def html_of(visitor: AppTest) -> str:
    """Everything that the room shows as HTML, with entities read."""
    return unescape("\n".join(element.proto.body for element in visitor.get("html")))


def drawings_of(visitor: AppTest) -> str:
    """The room's Markdown, drawings included."""
    return "\n".join(element.value for element in visitor.markdown)


def links_of(visitor: AppTest) -> list[tuple[str, str]]:
    """Where the room's links lead: (address, parameters)."""
    return [(element.proto.page, element.proto.query_string) for element in visitor.get("page_link")]


def pictures_of(visitor: AppTest) -> set[str]:
    """The pictures on a page, by the names under which the server keeps them: digests of their content."""
    addresses = [picture.url for element in visitor.image for picture in element.proto.imgs]
    return {address.rpartition("/")[2].partition(".")[0] for address in addresses}


def kept_as(jpeg: bytes) -> str:
    """The name under which the server keeps a picture."""
    return _calculate_file_id(jpeg, "image/jpeg")
