"""Labels, numbers and dates in the visitor's language, and the pseudo-language that finds forgotten words."""

from __future__ import annotations

import datetime
import logging
from pathlib import Path

import pytest

from alexnet.photo import NOTES
from alexnet.photo.limits import _SENTENCES as PHOTO_SENTENCES
from alexnet.weights.errors import _SENTENCES as WEIGHTS_SENTENCES
from exhibit.checks.message_keys import gaps_in
from exhibit.checks.references import shown_texts
from exhibit.content import Library
from exhibit.content.dates import Date
from exhibit.content.messages import Messages
from exhibit.files.pseudo import plain_words, pseudo_localise
from exhibit.settings import ROOT
from small_content import write_small_content, write_yaml


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_small_content(tmp_path / "content")
    write_yaml(folder / "fr" / "words" / "common.yaml", {"about_date": "vers {date}"})
    return folder


@pytest.fixture
def words(folder: Path) -> Messages:
    return Library(folder).words("en")


@pytest.fixture
def french(folder: Path) -> Messages:
    return Library(folder).words("fr")


def test_a_key_gives_its_text_with_the_gaps_filled(words):
    assert words("common.hello", name="Ada") == "Hello Ada"
    assert "common.hello" in words
    assert "common.nothing" not in words


def test_a_key_that_a_language_lacks_comes_from_the_default_language(french):
    assert french("common.hello", name="Ada") == "Hello Ada"


def test_a_key_that_no_language_has_is_shown_as_it_stands_and_logged(words, caplog):
    with caplog.at_level(logging.WARNING):
        assert words("common.forgotten") == "common.forgotten"
        assert words("cellar.title") == "cellar.title"
    assert "common.forgotten" in caplog.text


def test_a_gap_that_is_not_filled_stays_visible_and_breaks_nothing(words):
    assert words("common.hello", nom="Ada") == "Hello {name}"


def test_a_brace_that_does_not_close_breaks_nothing(words, folder):
    write_yaml(folder / "en" / "words" / "common.yaml", {"hello": "Hello {name"})
    assert words("common.hello", name="Ada") == "Hello {name"


def test_a_saved_label_shows_at_the_next_look(words, folder):
    assert words("common.plain") == "Plain words"
    write_yaml(folder / "en" / "words" / "common.yaml", {"plain": "Plainer words"})
    assert words("common.plain") == "Plainer words"


def test_numbers_follow_the_language(words, french):
    assert (words.number(60965224), french.number(60965224)) == ("60,965,224", "60\u202f965\u202f224")
    assert (words.number(11.26, 1), french.number(11.26, 1)) == ("11.3", "11,3")
    assert words.number(11.6, 0) == "12"
    assert (words.percent(0.153, 1), french.percent(0.153, 1)) == ("15.3%", "15,3\u00a0%")
    assert words.percent(0.04) == "4%"
    assert words.list(["ReLU", "dropout", "pooling"]) == "ReLU, dropout and pooling"
    assert french.list(["a", "b"]) == "a et b"
    assert (words.month(10), french.month(2)) == ("Oct", "févr.")


@pytest.mark.parametrize(
    ("date", "english", "in_french"),
    [
        (Date(2012, 10, 12), "12 October 2012", "12 octobre 2012"),
        (datetime.date(2012, 10, 12), "12 October 2012", "12 octobre 2012"),
        (Date(1986, 10), "October 1986", "octobre 1986"),
        (Date(1969), "1969", "1969"),
        (Date(1969, about=True), "about 1969", "vers 1969"),
        (Date(1979, to=Date(1980), about=True), "about 1979–1980", "vers 1979–1980"),
        (Date(2012, 12, 3, to=Date(2012, 12, 8)), "3–8 December 2012", "3–8 décembre 2012"),
        (Date(2013, 11, to=Date(2013, 12)), "November–December 2013", "novembre–décembre 2013"),
        (Date(2012, 11, 30, to=Date(2012, 12, 2)), "30 November–2 December 2012", "30 novembre–2 décembre 2012"),
        (Date(2012, 9, to=Date(2012, 10, 3)), "September 2012–3 October 2012", "septembre 2012–3 octobre 2012"),
        (Date(2012, to=Date(2012)), "2012", "2012"),
    ],
)
def test_dates_are_written_at_their_true_precision(words, french, date, english, in_french):
    assert [unspaced(words.date(date)), unspaced(french.date(date))] == [english, in_french]


def unspaced(text: str) -> str:
    """Babel's data put thin spaces around some dashes and not around others; that is not what is tested here."""
    return text.replace("\u2009–\u2009", "–").replace(" – ", "–")


def test_a_language_that_babel_does_not_know_takes_the_default_language_s_dates(folder):
    assert Library(folder).words("xx").date(Date(1986, 10)) == "October 1986"


def test_in_the_pseudo_language_every_label_is_marked_and_its_gaps_still_work(folder):
    words = Library(folder).words("qps")
    assert words("common.plain") == "⟦Þĺáíñ ŵóŕđš⟧"
    assert words("common.hello", name="⟦Áđá⟧") == "⟦Ĥéĺĺó ⟦Áđá⟧⟧"
    assert plain_words(words("common.plain")) == []
    assert words.date(Date(1969, about=True)) == "⟦áƀóúţ 1969⟧"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("See [the room](/try?sample=cat).", "](/try?sample=cat)"),
        ("A <span class='note'>note</span> &nbsp; here", "<span class='note'>"),
        ("It took {ms:.1f} milliseconds", "{ms:.1f}"),
        ("Look at https://example.org/page now", "https://example.org/page"),
        (":material/photo_camera: Camera", ":material/photo_camera:"),
        ("The layer `conv1` sees", "`conv1`"),
        ("First **bold** then", "**"),
    ],
)
def test_the_pseudo_language_leaves_alone_what_is_not_for_reading(text, kept):
    assert kept in pseudo_localise(text)
    assert plain_words(pseudo_localise(text)) == []
    assert plain_words(text) != []


def test_the_pseudo_language_keeps_paragraphs_lists_headings_and_tables():
    text = "## Title\n\nFirst line\n\n- one\n- two\n\n1. first\n\n| a | b |\n|---|---|\n| long | word |\n"
    lines = pseudo_localise(text).split("\n")
    assert [line[:3] for line in lines[:5]] == ["## ", "", "⟦Ƒí", "", "- ⟦"]
    assert lines[7].startswith("1. ⟦")
    assert lines[10] == "|---|---|"
    assert lines[11].count("|") == 3
    assert lines[11].count("⟦") == 2


@pytest.mark.parametrize(
    ("prefix", "sentences"), [("photo", PHOTO_SENTENCES), ("weights", WEIGHTS_SENTENCES)], ids=["photo", "weights"]
)
def test_every_error_of_the_science_has_a_sentence_for_visitors(prefix, sentences):
    texts = Library(ROOT / "content").texts("en", "errors")
    for reason, sentence in sentences.items():
        key = f"{prefix}_{reason.replace('-', '_')}"
        assert key in texts, f"content/en/words/errors.yaml lacks {key}"
        assert gaps_in(texts[key]) <= gaps_in(sentence), f"{key} has gaps that the error does not fill"


def test_every_note_on_a_photo_has_a_sentence_for_visitors():
    texts = Library(ROOT / "content").texts("en", "try")
    assert [note for note in NOTES if f"note_{note}" not in texts] == []


def test_no_text_of_the_exhibit_escapes_the_pseudo_language():
    texts = list(shown_texts(Library(ROOT / "content"), "en"))
    assert len(texts) > 500
    assert [(file, field) for file, field, text in texts if plain_words(pseudo_localise(text))] == []
