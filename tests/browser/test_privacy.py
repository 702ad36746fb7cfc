"""What the museum promises about a visitor's photo, held in the running server."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from alexnet.photo import open_photo
from browser.museum import ROOT, Museum, open_museum
from browser.probe_server import MARKER_COLOUR
from browser.rooms import ROOMS
from browser.visitor import Visitor, visitor_in

NAME = "holiday-in-secret-place"


@dataclass(frozen=True)
class MarkedPhoto:
    """A photo that can be found again: a flat colour above, noise below."""

    path: Path
    needle: str
    words: tuple[str, str]

    def traces(self, museum: Museum) -> list[str]:
        """What the server's process still holds of it: file, pixels, name, fingerprint."""
        return museum.ask("traces", bytes=self.needle, word=[word.encode().hex() for word in self.words])


@pytest.fixture(scope="module")
def probed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Museum]:
    """A museum whose process can be asked what it holds."""
    with open_museum(tmp_path_factory.mktemp("probed"), probe=True) as running:
        yield running


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> MarkedPhoto:
    """A PNG of more than 1 MB (above that size a web server likes to use temporary files)."""
    pixels = np.empty((900, 900, 3), np.uint8)
    pixels[:] = MARKER_COLOUR
    pixels[450:] = np.random.default_rng(7).integers(0, 256, (450, 900, 3))
    path = tmp_path_factory.mktemp("camera") / f"{NAME}.png"
    Image.fromarray(pixels).save(path)
    data = path.read_bytes()
    assert len(data) > 2**20
    middle = len(data) // 2
    return MarkedPhoto(path, data[middle : middle + 48].hex(), (NAME, open_photo(data).digest))


def use_everywhere(visitor: Visitor, photo: MarkedPhoto) -> None:
    """Hand the photo over and look at it in every room that does something with it."""
    visitor.open("try_it")
    visitor.hand_over(photo.path)
    visitor.names()
    for room in ("inside", "why"):
        visitor.walk_to(room)


def files_in(*folders: Path) -> set[Path]:
    """Every file in the folders, the programs' own caches and the repository's history left out."""
    left_out = {".git", "__pycache__", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
    return {path for folder in folders for path in folder.rglob("*") if not left_out & set(path.parts)}


def test_start_over_leaves_nothing_of_the_photo_in_the_server(
    browser: Browser, probed: Museum, photo: MarkedPhoto
) -> None:
    assert photo.traces(probed) == []
    with visitor_in(browser, probed) as visitor:
        use_everywhere(visitor, photo)
        assert photo.traces(probed) != [], "the search must find what is there"
        visitor.start_over()
        assert photo.traces(probed) == []


def test_a_photo_is_never_written_to_disk_nor_named_in_the_log(
    browser: Browser, probed: Museum, photo: MarkedPhoto
) -> None:
    with visitor_in(browser, probed) as visitor:
        visitor.open("try_it")
        visitor.choose_sample()
        files, writes = files_in(ROOT, probed.temporary), probed.ask("writes")
        use_everywhere(visitor, photo)
        assert probed.ask("writes")[len(writes) :] == []
        assert files_in(ROOT, probed.temporary) - files == set()
        visitor.start_over()
    assert NAME not in probed.log.read_text()


def test_the_museum_writes_to_nothing_but_its_temporary_folder(browser: Browser, probed: Museum) -> None:
    with visitor_in(browser, probed) as visitor:
        visitor.open("about")
    outside = {path for path in probed.ask("writes") if not path.startswith(str(probed.temporary))}
    assert outside <= {"/dev/null"}, "its disk may be read-only (see the Dockerfile)"


def test_another_visitor_never_sees_the_photo(browser: Browser, probed: Museum, photo: MarkedPhoto) -> None:
    with visitor_in(browser, probed) as visitor, visitor_in(browser, probed) as other:
        use_everywhere(visitor, photo)
        other.open("why")
        assert other.inside("saliency").locator("img").count() == 0
        visitor.start_over()


def test_a_whole_visit_asks_nobody_but_the_museum(browser: Browser, museum: Museum) -> None:
    with visitor_in(browser, museum) as visitor:
        visitor.open("try_it")
        visitor.choose_sample()
        for room in ROOMS:
            visitor.walk_to(room)
        assert len(visitor.requests) > 20, "the watch must see requests"
        assert visitor.strangers() == []
        cookies = {cookie["name"] for cookie in visitor.page.context.cookies()}
        assert cookies <= {"_streamlit_xsrf"}


def test_no_log_line_tells_of_trouble_after_an_ordinary_visit(probed: Museum) -> None:
    assert "Traceback" not in probed.log.read_text()
