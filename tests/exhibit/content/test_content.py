"""The library: records in the visitor's language, fresh after every save, and unbroken by a curator's mistake."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

import pytest

from exhibit.content import Library
from exhibit.content.dates import Date
from exhibit.content.schema import NOT_SHOWN, Entry
from exhibit.files.pseudo import plain_words
from exhibit.settings import ROOT
from small_content import WORDS, write_language, write_small_content, write_yaml

BROKEN = Path(__file__).parents[1] / "broken"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_content(tmp_path / "content")


@pytest.fixture
def library(folder: Path) -> Library:
    return Library(folder, "en", ("en", "fr"))


def test_records_join_an_item_with_its_words(library):
    panel, other = library.story("en")
    assert (panel.id, panel.title, panel.try_label) == ("problem", "The problem", "Try it")
    assert (panel.experiment.room, panel.experiment.params) == ("try_it", {"sample": "cat"})
    assert (other.more, other.experiment, other.correction) == ("Much more.", None, None)
    assert library.sources()["P"].id == "P"
    assert library.quotations("en").quotations[0].context == "On its layers."
    assert library.people("en")[0].name == "Alex"
    assert library.facts("en")[0].verdict == "false"
    assert len(library.seed("en")) == 51
    assert library.samples("en")[0].alt == "A cat looks at us."
    assert library.error_chart().years[0].with_extra_data == 15.3
    assert library.credits()[0].licence == "CC0"
    assert library.methods("en")["occlusion"].misleads == "There."
    assert library.networks("en")["alexnet-2012"].short == "2012"
    assert library.class_names("en") == {"n02123045": "tabby cat"}


def test_events_come_in_the_order_of_their_dates(library):
    timeline = library.timeline("en")
    assert [event.id for event in timeline.events] == ["relu", "results"]
    assert timeline.tracks["ideas"] == "Ideas"


def test_records_are_frozen(library):
    with pytest.raises(ValueError, match="frozen"):
        library.neutral("people")[0].name = "Somebody"


def test_nothing_is_read_twice_without_a_change(library):
    assert library.story("en") is library.story("en")
    assert library.class_names("en") is library.class_names("en")


def test_a_saved_change_shows_at_the_next_look(library, folder):
    assert library.people("en")[0].life == "A life."
    write_yaml(folder / "en" / "people.yaml", {"alex": {"role": "Author", "life": "A longer life."}})
    assert library.people("en")[0].life == "A longer life."


def test_a_language_without_a_file_or_an_entry_takes_the_words_of_the_default_language(library, folder):
    write_yaml(folder / "fr" / "story.yaml", {"today": {"title": "Aujourd’hui", "text": "Cela continue."}})
    assert [panel.title for panel in library.story("fr")] == ["The problem", "Aujourd’hui"]
    assert library.people("fr")[0].role == "Author"
    write_yaml(folder / "fr" / "classes.yaml", {"n02123045": "chat tigré"})
    assert library.class_names("fr") == {"n02123045": "chat tigré"}


def test_a_broken_file_keeps_its_last_good_version(library, folder):
    assert len(library.timeline("en").events) == 2
    (folder / "timeline.yaml").write_bytes((BROKEN / "missing-comma.yaml").read_bytes())
    assert len(library.timeline("en").events) == 2
    assert [problem.kind for problem in library.problems() if problem.file == "timeline.yaml"] == ["missing_comma"]


def test_a_repaired_file_has_no_problem_any_more(library, folder):
    (folder / "people.yaml").write_bytes((BROKEN / "no-source.yaml").read_bytes())
    assert any(problem.file == "people.yaml" for problem in library.problems())
    write_yaml(folder / "people.yaml", [{"id": "alex", "name": "A", "refs": [{"source": "P", "certainty": "seen"}]}])
    assert not any(problem.file == "people.yaml" for problem in library.problems())


def test_broken_from_the_start_only_the_broken_entry_is_left_out(library, folder):
    (folder / "timeline.yaml").write_bytes((BROKEN / "wrong-month.yaml").read_bytes())
    assert [event.id for event in library.timeline("en").events] == ["relu"]


@pytest.mark.parametrize("fixture", ["utf-16", "tab", "empty-file", "missing-colon", "not-a-list"])
@pytest.mark.parametrize("subject", ["story", "timeline", "quotations", "people", "facts", "seed", "samples", "errors"])
def test_a_file_unreadable_from_the_start_leaves_its_subject_empty_and_the_exhibit_standing(folder, fixture, subject):
    (folder / f"{subject}.yaml").write_bytes((BROKEN / f"{fixture}.yaml").read_bytes())
    library = Library(folder)
    everything = {
        "story": library.story("en"),
        "timeline": library.timeline("en").events,
        "quotations": library.quotations("en") or (),
        "people": library.people("en"),
        "facts": library.facts("en"),
        "seed": library.seed("en"),
        "samples": library.samples("en"),
        "errors": library.error_chart() or (),
    }
    assert [name for name, records in everything.items() if not records] == [subject]
    assert library.problems()


def test_a_broken_language_file_falls_back_to_the_default_language(library, folder):
    write_language(folder, "fr")
    (folder / "fr" / "people.yaml").write_bytes((BROKEN / "utf-16.yaml").read_bytes())
    assert library.people("fr")[0].life == "A life."
    assert [(p.kind, p.file) for p in library.problems()] == [("utf16", "fr/people.yaml")]


def test_a_doubled_id_is_shown_once(library, folder):
    (folder / "people.yaml").write_bytes((BROKEN / "doubled-id.yaml").read_bytes())
    assert [person.name for person in library.people("en")] == ["Alex"]


def test_an_empty_folder_gives_an_empty_library_and_no_error(tmp_path):
    library = Library(tmp_path)
    assert (library.story("en"), library.sources(), library.class_names("en")) == ((), {}, {})
    assert library.quotations("en") is None
    assert library.error_chart() is None
    assert library.timeline("en").events == ()
    assert {problem.kind for problem in library.problems()} == {"missing_file"}


def test_many_visitors_at_once_get_the_same_records(folder):
    library, seen = Library(folder), []
    threads = [threading.Thread(target=lambda: seen.append(library.story("en"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert all(story == seen[0] for story in seen)


def every_text(value, name=""):
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Entry):
        for key, item in dict(value).items():
            if key not in NOT_SHOWN:
                yield from every_text(item, key)
    elif isinstance(value, tuple):
        for item in value:
            yield from every_text(item, name)
    elif isinstance(value, dict):
        for item in value.values():
            yield from every_text(item, name)


def test_the_pseudo_language_marks_every_text_that_a_visitor_can_read(library):
    asked = [
        getattr(library, name)("qps") for name in (*WORDS, "sources", "credits", "error_chart") if name != "classes"
    ]
    texts = [pair for answer in (*asked, library.class_names("qps")) for pair in every_text(answer)]
    assert len(texts) > 150
    assert [pair for pair in texts if plain_words(pair[1])] == []
    assert all("⟦" in text for _, text in texts if text)


def test_the_pseudo_language_leaves_ids_links_and_file_names_alone(library):
    panel = library.story("qps")[0]
    assert (panel.id, panel.experiment.room, panel.refs[0].source) == ("problem", "try_it", "P")
    assert "](/why)" in panel.text
    assert library.samples("qps")[0].file == "cat.jpg"


def test_dates_keep_their_precision():
    assert Date.parse("1969") == Date(1969)
    assert Date.parse("1986-10") == Date(1986, 10)
    assert Date(2012, 2).last_day() == datetime.date(2012, 2, 29)
    assert Date(1979, to=Date(1980)).last_day() == datetime.date(1980, 12, 31)
    assert Date(2012, 12).last_day() == datetime.date(2012, 12, 31)


@pytest.mark.parametrize(
    "wrong",
    [{"year": 0}, {"year": 2012, "month": 13}, {"year": 2012, "day": 3}, {"year": 2012, "month": 2, "day": 30}],
)
def test_a_day_that_never_was_is_refused(wrong):
    with pytest.raises(ValueError, match=r"year|month|day"):
        Date(**wrong)


@pytest.mark.parametrize("written", ["1969", "1986-10", "2012-10-12", "{year: 2012, month: 10, to: {year: 2013}}"])
def test_a_date_can_be_written_in_several_ways(library, folder, written):
    text = (BROKEN / "wrong-date-words.yaml").read_text(encoding="utf-8").replace("October 2012", written)
    (folder / "timeline.yaml").write_text(text, encoding="utf-8")
    assert len(library.timeline("en").events) == 2
    assert library.problems() == tuple(p for p in library.problems() if p.file.startswith("fr/"))


def test_all_thousand_class_names_are_there_in_english():
    assert len(Library(ROOT / "content").class_names("en")) >= 1000
