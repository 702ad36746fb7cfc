"""The frame around every room: links that keep the language, "Start over", the foot, and rooms that fail."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PIL import Image
from streamlit.runtime.context import ContextProxy

from alexnet.photo import Photo
from exhibit.content.load import Library
from exhibit.room_table import ROOMS
from exhibit.server import answering, resources
from exhibit.settings import ROOT
from exhibit.ui.components import page_semantics
from exhibit.ui.language import speaks
from exhibit.visit.session import UPLOADED, Visit
from room_visitor import HOME, html_of, links_of, open_room, words

pytestmark = pytest.mark.usefixtures("museum_without_networks")


def with_photo(room: str = "people"):
    visitor = open_room(room)
    visitor.session_state["visit"] = Visit(photo=Photo(Image.new("RGB", (8, 8)), "0" * 64), photo_name=UPLOADED)
    return visitor.run()


def test_every_room_links_to_every_room():
    addresses = [room.address for room in list(ROOMS.values())[1:]]
    assert [address for address, _ in links_of(open_room("people"))] == ["", *addresses]


def test_links_keep_the_language_that_was_chosen():
    assert all("lang=qps" in query for _, query in links_of(open_room("people", lang="qps")))
    assert all(query == "" for _, query in links_of(open_room("people")))


def test_a_room_that_the_museum_closed_is_gone_from_strip_and_doors(monkeypatch):
    monkeypatch.setenv("EXHIBIT_ROOMS", "welcome,story,nonsense,about")
    assert {address for address, _ in links_of(open_room())} <= {"", "story", "about"}


def test_start_over_is_offered_only_while_the_visit_holds_a_photo():
    assert not [button for button in open_room("people").button if button.key == "start-over"]
    assert with_photo().button(key="start-over").label == words()("frame.start_over")


def test_start_over_forgets_the_photo_and_leads_to_welcome():
    visitor = with_photo()
    visitor.button(key="start-over").click().run()
    assert visitor.title[0].value == words()("welcome.title")
    assert "visit" not in visitor.session_state or visitor.session_state["visit"].photo is None


def test_the_foot_says_which_network_answers_and_what_happens_to_a_photo(monkeypatch):
    assert words()("frame.no_network") in html_of(open_room())
    assert words()("frame.privacy") in html_of(open_room())
    monkeypatch.setattr(answering, "expected_network", lambda wanted=None: "alexnet-2012")
    name = resources.content().networks("en")["alexnet-2012"].name
    assert words()("frame.network", network=name) in html_of(open_room())


def test_the_language_switch_appears_only_where_there_is_a_choice(monkeypatch):
    monkeypatch.setenv("EXHIBIT_LANGUAGES", "en")
    assert not open_room("people").button_group
    monkeypatch.setenv("EXHIBIT_LANGUAGES", "en,fr")
    visitor = open_room("people")
    assert visitor.button_group(key="language").options == ["English", "Français"]
    visitor.button_group(key="language").set_value("fr").run()
    assert visitor.query_params["lang"] == "fr"


def test_the_language_switch_follows_the_address_and_stands_a_language_that_is_not_on_it(monkeypatch):
    monkeypatch.setenv("EXHIBIT_LANGUAGES", "en,fr")
    assert open_room("people", lang="fr").button_group(key="language").value == "fr"
    hidden = open_room("people", lang="qps")
    assert not hidden.exception
    assert hidden.title[0].value == words("qps")("people.title")


def test_the_language_switch_keeps_the_room_its_parameters_and_the_photo():
    visitor = open_room("timeline", event="resnet")
    visitor.session_state["visit"] = Visit(photo=Photo(Image.new("RGB", (8, 8)), "0" * 64), photo_name=UPLOADED)
    visitor.run().button_group(key="language").set_value("fr").run()
    assert visitor.title[0].value == words("fr")("timeline.title")
    assert (visitor.query_params["event"], visitor.query_params["lang"]) == ("resnet", "fr")
    assert visitor.session_state["visit"].photo_name == UPLOADED


@pytest.mark.parametrize(
    ("locale", "language"), [("fr-FR", "fr"), ("fr", "fr"), ("FR_ca", "fr"), ("de-DE", "en"), ("", "en"), (None, "en")]
)
def test_a_visitor_who_has_not_chosen_meets_the_browser_s_language(monkeypatch, locale, language):
    monkeypatch.setattr(ContextProxy, "locale", property(lambda _: locale))
    assert open_room("people").title[0].value == words(language)("people.title")


def test_what_the_visitor_chose_wins_over_the_browser_and_is_kept_by_links(monkeypatch):
    monkeypatch.setattr(ContextProxy, "locale", property(lambda _: "fr-FR"))
    chosen = open_room("people", lang="en")
    assert chosen.title[0].value == words()("people.title")
    assert all("lang=en" in query for _, query in links_of(chosen))
    assert all(query == "" for _, query in links_of(open_room("people")))


@pytest.mark.parametrize("asked", ["fr", "FR", "fr-CA", "fr_BE", "Fr-fr"])
def test_a_language_in_the_address_is_understood_however_it_is_written(asked):
    visitor = open_room("people", lang=asked)
    assert visitor.title[0].value == words("fr")("people.title")
    assert visitor.button_group(key="language").value == "fr"
    assert all("lang=fr" in query.split("&") for _, query in links_of(visitor))


@pytest.mark.parametrize("asked", ["", "-", "xx", "xx-fr", "french", "f", "fr/../en", "🙂"])
def test_a_language_that_the_museum_does_not_speak_changes_nothing(asked):
    assert open_room("people", lang=asked).title[0].value == words("en")("people.title")


def test_an_offered_variety_of_a_language_comes_before_the_language():
    assert speaks("pt-BR", ("en", "pt", "pt-BR")) == "pt-BR"
    assert speaks("pt-PT", ("en", "pt", "pt-BR")) == "pt"
    assert speaks("zh-Hant-TW", ("en", "zh-Hant")) == "zh-Hant"


def test_streamlit_s_own_words_are_handed_to_the_page_in_the_visitor_s_language(monkeypatch):
    handed = []
    monkeypatch.setattr(
        page_semantics.st.components.v2, "component", lambda *_, **__: lambda **call: handed.append(call)
    )
    page_semantics.mark_page(words("fr"), "people")
    page_semantics.mark_page(words("en"), "people")
    french, english = (call["data"] for call in handed)
    assert ["Take Photo", "Prendre la photo"] in json.loads(french["texts"])
    assert json.loads(english["texts"]) == []
    assert (french["language"], french["notes"]) == ("fr", "en")


def test_a_room_that_fails_shows_one_plain_sentence_and_the_log_has_the_rest(monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(Library, "people", fail)
    visitor = open_room("people")
    assert [error.value for error in visitor.error] == [words()("errors.room_failed")]
    assert not visitor.exception
    assert "the lights went out" in caplog.text
    assert words()("frame.privacy") in html_of(visitor)


@pytest.mark.parametrize("library", ["torch", "pandas"])
def test_welcome_waits_for_no_heavy_library(library):
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'app')!r})\n"
        "from exhibit.server import resources; resources.warm_up_soon = lambda: None\n"
        "from streamlit.testing.v1 import AppTest\n"
        f"visitor = AppTest.from_file({str(HOME)!r}, default_timeout=300).run()\n"
        f"assert visitor.title and not visitor.exception; sys.exit({library!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=300).returncode == 0


def test_the_first_heading_needs_neither_pydantic_nor_numpy():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'app')!r})\n"
        "import exhibit.ui.frame, exhibit.ui.stylesheet, exhibit.server.uploads\n"
        "sys.exit(any(name in sys.modules for name in ('pydantic', 'numpy', 'babel', 'torch')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=300).returncode == 0
