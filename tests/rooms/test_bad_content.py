"""The mistakes that curators make never close a room: visitors go on reading, and staff learn what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exhibit.checks import background
from exhibit.settings import ROOT, load_settings
from room_visitor import html_of, open_room, words

pytestmark = pytest.mark.usefixtures("museum_without_networks")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The exhibit's own content, in a folder that may be broken."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    monkeypatch.setenv("EXHIBIT_CONTENT_DIR", str(folder))
    return folder


def in_place(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return change


def doubled(data: bytes) -> bytes:
    first = data.index(b"- id: ")
    return data + data[first : data.index(b"- id: ", first + 1)]


# what was done, to which file, in which room a French visitor would notice, and the kind of message for staff
MISTAKES = [
    ("tabs", "fr/people.yaml", in_place("  role:", "\trole:"), "people", "tab"),
    ("smart quotes", "fr/people.yaml", in_place("hinton:", "“hinton”:"), "people", "smart_quotes"),
    ("wrong date", "timeline.yaml", in_place("month: 10}", "month: 13}"), "timeline", "wrong_date"),
    (
        "missing comma",
        "timeline.yaml",
        in_place("1986, month", "1986 month"),
        "timeline",
        "missing_comma",
    ),
    ("duplicate id", "people.yaml", doubled, "people", "doubled_id"),
    ("image without words", "fr/samples.yaml", in_place("galaxies:", "galaxy:"), "try_it", "image_without_words"),
    ("UTF-16", "fr/people.yaml", lambda data: data.decode().encode("utf-16"), "people", "utf16"),
    ("UTF-16", "people.yaml", lambda data: data.decode().encode("utf-16"), "people", "utf16"),
    ("empty", "fr/words/people.yaml", lambda _: b"", "people", "empty_file"),
]


@pytest.mark.parametrize(
    ("mistake", "file", "slip", "room", "kind"), MISTAKES, ids=[f"{m[0]}-{m[1]}" for m in MISTAKES]
)
def test_a_room_stays_open_and_staff_are_told(content, mistake, file, slip, room, kind):
    (content / file).write_bytes(slip((content / file).read_bytes()))
    visitor = open_room(room, lang="fr")
    assert not visitor.exception
    assert words("fr")("errors.room_failed") not in [error.value for error in visitor.error]
    assert visitor.title[0].value
    about = html_of(open_room("about", lang="fr"))
    assert file in about
    assert any(problem.kind == kind for problem in background.content_problems())


def test_a_broken_french_file_is_shown_in_english(content):
    (content / "fr/people.yaml").write_bytes((content / "fr/people.yaml").read_text("utf-8").encode("utf-16"))
    shown = html_of(open_room("people", lang="fr"))
    assert words("fr")("people.said") in shown
    assert "made it work, says Geoffrey Hinton" in shown


def test_windows_line_ends_do_no_harm(content):
    file = content / "fr/people.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert "l’homme qui y est arrivé" in html_of(open_room("people", lang="fr"))
    assert [problem for problem in background.content_problems() if problem.file == "fr/people.yaml"] == []


def test_at_the_start_the_log_has_file_field_value_and_remedy(content, caplog):
    file = content / "timeline.yaml"
    file.write_bytes(in_place("month: 10}", "month: 13}")(file.read_bytes()))
    background.tell_problems()
    told = [record.message for record in caplog.records if record.name == "exhibit.checks.background"]
    (message,) = [message for message in told if "date" in message]
    assert message.startswith("timeline.yaml:")
    assert "month: 13" in message
    assert words()("check.wrong_date", value="") in message


def test_staff_are_told_nothing_of_what_is_in_order(content):
    assert load_settings().content_dir == content
    assert [problem for problem in background.content_problems() if "timeline" in problem.file] == []
