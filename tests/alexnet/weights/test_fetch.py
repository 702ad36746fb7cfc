"""What `alexnet.weights.fetch` promises, against a real server on this machine."""

from __future__ import annotations

import hashlib
import shutil
import threading
import urllib.error
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from alexnet.weights import WeightsError, download
from alexnet.weights import fetch as downloading
from alexnet.weights.manifest import Accuracy, NetworkEntry, Normalisation, path_of, status

CONTENT = bytes(range(256)) * 4000


class Museum(ThreadingHTTPServer):
    """Hands out one file, as well or as badly as a test asks for."""

    content = CONTENT
    obeys_range = True
    says_length = True
    cuts = 0
    """How many answers break off halfway."""
    refuses = 0
    """The error that every answer is, if not 0."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.ranges: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/network.pth"


class Answer(BaseHTTPRequestHandler):
    server: Museum

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        if self.server.refuses:
            self.send_error(self.server.refuses)
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and self.server.obeys_range else 0
        if start >= len(self.server.content):
            self.send_error(416)
            return
        body = self.server.content[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header(
                "Content-Range", f"bytes {start}-{len(self.server.content) - 1}/{len(self.server.content)}"
            )
        if self.server.says_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.cuts:
            self.server.cuts -= 1
            body = body[: len(body) // 2]
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Quiet."""


@pytest.fixture
def museum(monkeypatch: pytest.MonkeyPatch) -> Iterator[Museum]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(downloading, "_PIECE", 2**16)
    with Museum() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def entry(museum: Museum, tmp_path: Path) -> NetworkEntry:
    return NetworkEntry(
        id="far-away",
        architecture="alexnet-torchvision",
        file="network.pth",
        url=museum.url,
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        bytes=len(CONTENT),
        classes="classes-1000.txt",
        normalisation=Normalisation(kind="mean-64", mean=(0, 0, 0)),
        input_size=224,
        resize=256,
        licence="none",
        accuracy=Accuracy(top1=0, top5=0, measured_on="nothing"),
        card="none",
        folder=tmp_path / "weights",
    )


class Told(NamedTuple):
    done: int
    total: int


def silent(done: int, total: int) -> None:
    """Nobody watches."""


def refusal(entry: NetworkEntry) -> WeightsError:
    with pytest.raises(WeightsError) as caught:
        download(entry, silent, timeout=5)
    return caught.value


def part(entry: NetworkEntry) -> Path:
    return path_of(entry).with_name("network.pth.part")


def test_a_network_arrives_whole_and_under_its_own_name(entry: NetworkEntry) -> None:
    assert status(entry) == "missing"
    assert download(entry, silent) == path_of(entry)
    assert path_of(entry).read_bytes() == CONTENT
    assert status(entry) == "installed"
    assert [path.name for path in entry.folder.iterdir()] == ["network.pth"]


def test_progress_rises_steadily_to_the_end(entry: NetworkEntry) -> None:
    told: list[Told] = []
    download(entry, lambda done, total: told.append(Told(done, total)))
    assert {one.total for one in told} == {len(CONTENT)}
    assert len(told) > 5
    assert told == sorted(told)
    assert told[-1].done == len(CONTENT)


def test_a_sound_file_is_not_fetched_again(entry: NetworkEntry, museum: Museum) -> None:
    download(entry, silent)
    told: list[Told] = []
    download(entry, lambda done, total: told.append(Told(done, total)))
    assert told == [(len(CONTENT), len(CONTENT))]
    assert len(museum.ranges) == 1


def test_a_damaged_file_is_replaced(entry: NetworkEntry) -> None:
    entry.folder.mkdir()
    path_of(entry).write_bytes(b"x" * len(CONTENT))
    download(entry, silent)
    assert path_of(entry).read_bytes() == CONTENT


def test_a_broken_connection_is_taken_up_where_it_broke(entry: NetworkEntry, museum: Museum) -> None:
    museum.cuts = 1
    download(entry, silent)
    assert path_of(entry).read_bytes() == CONTENT
    assert museum.ranges == [None, f"bytes={len(CONTENT) // 2}-"]


def test_a_download_that_keeps_breaking_can_be_started_again_later(entry: NetworkEntry, museum: Museum) -> None:
    museum.cuts = 3
    error = refusal(entry)
    assert error.reason == "interrupted"
    waiting = part(entry).stat().st_size
    assert 0 < waiting < len(CONTENT)
    assert status(entry) == "missing"
    told: list[Told] = []
    download(entry, lambda done, total: told.append(Told(done, total)))
    assert told[0].done > waiting
    assert museum.ranges[-1] == f"bytes={waiting}-"
    assert path_of(entry).read_bytes() == CONTENT


def test_a_server_that_cannot_go_on_from_the_middle_starts_again(entry: NetworkEntry, museum: Museum) -> None:
    museum.obeys_range = False
    museum.cuts = 1
    download(entry, silent)
    assert path_of(entry).read_bytes() == CONTENT


def test_a_server_that_does_not_say_how_long_the_file_is_will_do(entry: NetworkEntry, museum: Museum) -> None:
    museum.says_length = False
    museum.cuts = 1
    download(entry, silent)
    assert path_of(entry).read_bytes() == CONTENT


def test_who_stops_watching_stops_the_download_for_now(entry: NetworkEntry, museum: Museum) -> None:
    class LeftError(Exception):
        pass

    def leave(done: int, total: int) -> None:
        if done > total // 3:
            raise LeftError

    with pytest.raises(LeftError):
        download(entry, leave)
    assert not path_of(entry).exists()
    assert part(entry).stat().st_size > len(CONTENT) // 4
    download(entry, silent)
    assert museum.ranges[-1] is not None
    assert path_of(entry).read_bytes() == CONTENT


def test_a_wrong_file_is_removed_and_said_to_be_wrong(entry: NetworkEntry, museum: Museum) -> None:
    museum.content = CONTENT[:-1] + b"!"
    error = refusal(entry)
    assert error.reason == "checksum"
    assert "network.pth" in str(error)
    assert list(entry.folder.iterdir()) == []
    museum.content = CONTENT
    download(entry, silent)


@pytest.mark.parametrize("says_length", [True, False])
def test_a_page_that_asks_for_a_password_is_not_taken_for_a_network(
    says_length: bool, entry: NetworkEntry, museum: Museum
) -> None:
    museum.content, museum.says_length = b"<html>Welcome to the museum's guest network</html>", says_length
    assert refusal(entry).reason in ("checksum", "interrupted")
    assert not path_of(entry).exists()


def test_a_file_that_never_ends_is_cut_off(entry: NetworkEntry, museum: Museum) -> None:
    museum.content, museum.says_length = CONTENT * 3, False
    assert refusal(entry).reason == "checksum"
    assert list(entry.folder.iterdir()) == []


def test_a_rest_that_the_server_does_not_know_is_thrown_away(entry: NetworkEntry, museum: Museum) -> None:
    entry.folder.mkdir()
    part(entry).write_bytes(b"x" * (len(CONTENT) - 1))
    museum.content = CONTENT[: len(CONTENT) // 2]
    assert refusal(entry).reason == "checksum"
    assert not part(entry).exists()


def test_a_server_that_says_no_is_quoted(entry: NetworkEntry, museum: Museum) -> None:
    museum.refuses = 404
    error = refusal(entry)
    assert error.reason == "server-refused"
    assert "404" in str(error)


def test_a_server_that_is_not_there_is_named(entry: NetworkEntry, museum: Museum) -> None:
    museum.shutdown()
    museum.server_close()
    error = refusal(entry)
    assert error.reason == "no-route"
    assert f"127.0.0.1:{museum.server_port}" in str(error)


def test_no_network_at_all_is_said_in_one_sentence(entry: NetworkEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: object, **__: object) -> None:
        raise urllib.error.URLError(OSError(-3, "Temporary failure in name resolution"))

    monkeypatch.setattr("urllib.request.urlopen", offline)
    assert refusal(entry).reason == "no-route"


def test_a_disk_without_enough_space_is_noticed_before_anything_is_fetched(
    entry: NetworkEntry, museum: Museum, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(entry.folder.parent)._replace(free=len(CONTENT))
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    error = refusal(entry)
    assert error.reason == "no-space"
    assert str(entry.folder) in str(error)
    assert museum.ranges == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full (/dev/full)")
def test_a_disk_that_fills_up_meanwhile_gets_its_space_back(entry: NetworkEntry) -> None:
    entry.folder.mkdir()
    part(entry).symlink_to("/dev/full")
    assert refusal(entry).reason == "no-space"
    assert list(entry.folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_named(entry: NetworkEntry) -> None:
    entry.folder.write_text("a file where the folder should be")
    error = refusal(entry)
    assert error.reason == "not-writable"
    assert str(entry.folder) in str(error)


def test_two_downloads_at_once_are_one_too_many(entry: NetworkEntry) -> None:
    reasons: set[str] = set()
    download(entry, lambda *_: reasons.add(refusal(entry).reason))
    assert reasons == {"busy"}
    assert status(entry) == "installed"


def test_a_network_that_ships_with_the_exhibit_is_not_downloaded(entry: NetworkEntry) -> None:
    assert refusal(entry.model_copy(update={"url": None})).reason == "not-downloadable"
