"""The rooms that tell the story: each renders in every language without any network, and keeps its promises."""

from __future__ import annotations

import datetime
import re
from html import escape
from pathlib import Path

import pytest

from exhibit.content.model_cards import model_card
from exhibit.errors import ExhibitError
from exhibit.room_table import ROOMS as ROOM_TABLE
from exhibit.server import resources
from exhibit.settings import load_settings
from room_visitor import drawings_of, html_of, links_of, open_room, words

pytestmark = pytest.mark.usefixtures("museum_without_networks")
ROOMS = [room.id for room in ROOM_TABLE.values() if not room.live]


def library():
    return resources.content()


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", [*load_settings().languages, "qps"])
def test_a_room_renders_without_weights_in_every_language(room, language):
    visitor = open_room(room, lang=language)
    assert not visitor.exception
    assert not visitor.error
    assert [title.value for title in visitor.title] == [words(language)(f"{room}.title")]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_ignores_parameters_that_it_does_not_know(room):
    visitor = open_room(room, lang="xx", event="never", sample="<script>", colour="green")
    assert not visitor.exception
    assert not visitor.error
    assert visitor.title[0].value == words()(f"{room}.title")


def test_welcome_has_a_door_to_every_room_and_the_first_is_try_it():
    doors = [address for address, _ in links_of(open_room())[10 + 2 :]]  # after the strip and the two buttons
    assert doors == ["try", "inside", "why", "story", "timeline", "notebook", "people", "facts", "about"]


def test_welcome_shows_the_gap_with_its_honest_notes_and_says_so_in_words():
    visitor = open_room()
    picture, note = drawings_of(visitor), html_of(visitor)
    assert "10.9" in picture
    for figure in ("15.3%", "26.2%", "16.4%", "18.2%"):
        assert figure in picture
    assert 'role="img"' in picture
    assert escape(words()("welcome.gap_alt")) in picture
    assert "seven networks averaged" in note


def test_the_story_tells_every_panel_with_correction_more_and_sources():
    visitor = open_room("story")
    html = html_of(visitor)
    panels = library().story("en")
    assert len(panels) >= 10
    for panel in panels:
        assert f'<h2 id="{panel.id}">{panel.title}</h2>' in html
        assert panel.text in [part.value for part in visitor.markdown]
        if panel.correction:
            assert panel.correction.split("*")[0].strip() in html
        if panel.more:
            assert words()("story.more", title=panel.title) in [part.label for part in visitor.expander]
    assert html.count('<details class="sources">') == len(panels)


def test_every_experiment_of_the_story_leads_to_its_room_with_its_parameters():
    links = links_of(open_room("story", lang="qps"))
    for panel in library().story("en"):
        if panel.experiment:
            address = "try" if panel.experiment.room == "try_it" else panel.experiment.room
            wanted = [f"{name}={value}" for name, value in panel.experiment.params.items()] + ["lang=qps"]
            assert any(to == address and all(part in query for part in wanted) for to, query in links), panel.id


@pytest.mark.parametrize("room", ["story", "facts"])
def test_no_experiment_leads_to_a_room_that_the_museum_closed(monkeypatch, room):
    monkeypatch.setenv("EXHIBIT_ROOMS", "welcome,story,facts,timeline")
    fact = next(fact for fact in library().facts("en") if fact.experiment and fact.experiment.room == "try_it")
    visitor = open_room(room, legend=fact.id)
    if room == "facts":
        visitor.button_group(key=f"guess-{fact.id}").set_value("true").run()
        assert fact.evidence in the_game(visitor)
    assert not visitor.exception
    assert {address for address, _ in links_of(visitor)} <= {"", "story", "facts", "timeline"}


def test_people_compares_new_with_old_and_not_old_with_new():
    now, then = library().machines("en")[-1], library().machines("en")[0]
    assert now.memory > then.memory
    squares = html_of(open_room("people")).count("<i></i>")
    assert squares > sum(int(getattr(now, name) / getattr(then, name)) for name in ("trillions", "memory", "bandwidth"))


def test_the_notebook_s_ideas_are_worth_something_and_the_best_comes_first():
    html = html_of(open_room("notebook"))
    widths = [float(width) for width in re.findall(r'trial-fill" style="width: ([-\d.]+)%', html)]
    assert widths
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] > 0


def test_a_source_says_title_place_and_certainty_in_plain_words():
    html = html_of(open_room("story"))
    paper = library().sources()["P"]
    assert f'<cite lang="en">{paper.title}</cite>' in html
    assert paper.authors in html
    for certainty in ("seen", "reported", "computed", "general"):
        assert words()(f"sources.{certainty}") in html


def test_the_timeline_opens_the_event_that_the_address_names():
    event = next(event for event in library().timeline("en").events if event.id == "dropout-paper")
    visitor = open_room("timeline", event="dropout-paper")
    assert f"<h2>{event.title}</h2>" in html_of(visitor)


def test_the_timeline_walks_to_the_next_event_and_writes_it_into_the_address():
    events = library().timeline("en").events
    visitor = open_room("timeline", event=events[3].id)
    visitor.button(key="event-next").click().run()
    assert visitor.query_params["event"] == events[4].id
    assert f"<h2>{events[4].title}</h2>" in html_of(visitor)


def test_the_timeline_can_show_one_track_only_and_never_opens_an_event_outside_it():
    visitor = open_room("timeline", event="dropout-paper")
    visitor.button_group(key="track").set_value("contest").run()
    first = next(event for event in library().timeline("en").events if event.track == "contest")
    assert f"<h2>{first.title}</h2>" in html_of(visitor)


def test_the_timeline_lists_every_event_and_every_winner_beside_the_charts():
    html = html_of(open_room("timeline"))
    for event in library().timeline("en").events:
        assert f"<h3>{event.title}</h3>" in html
    for year in library().error_chart().years:
        assert f"<td>{year.winner}</td>" in html


def test_people_shows_every_quotation_to_the_letter_with_how_sure_it_is():
    html = html_of(open_room("people"))
    quotations = library().quotations("en").quotations
    assert len(quotations) >= 8
    for quotation in quotations:
        assert f'<blockquote lang="en">{quotation.words}</blockquote>' in html
        assert words()(f"people.sure_{quotation.sure}") in html
    for person in library().people("en"):
        assert person.name in html


def test_in_french_every_quotation_stays_in_english_with_our_translation_beside_it():
    html = html_of(open_room("people", lang="fr"))
    said = library().quotations("fr")
    assert said.quotations
    for quotation in said.quotations:
        assert f'<blockquote lang="en">{quotation.words}</blockquote>' in html
        assert words("fr")("common.our_translation", text=quotation.translation) in html
    assert words("fr")("common.our_translation", text=said.misquotation.seed_translation) in html
    assert "our translation" not in html_of(open_room("people"))


def test_people_shows_the_misquotation_beside_the_words_of_the_paper():
    html = html_of(open_room("people"))
    assert "<mark>Our network</mark> contains eight learned layers" in html
    assert "<mark>It</mark> contains eight learned layers" in html


def the_game(visitor):
    """What the game shows as HTML: everything before the claims, without the list for those who do not play."""
    return html_of(visitor).split('<ul class="all-legends">')[0]


def test_facts_asks_first_and_shows_the_evidence_only_after_a_guess():
    visitor = open_room("facts", legend="towers-by-design")
    fact = next(fact for fact in library().facts("en") if fact.id == "towers-by-design")
    assert f"<h2>{fact.legend}</h2>" in the_game(visitor)
    assert fact.evidence not in the_game(visitor)
    visitor.button_group(key="guess-towers-by-design").set_value("half").run()
    assert fact.evidence in the_game(visitor)
    assert words()("facts.guessed_right") in the_game(visitor)


def test_only_the_first_guess_counts_and_the_score_is_forgotten_on_request():
    visitor = open_room("facts", legend="towers-by-design")
    visitor.button_group(key="guess-towers-by-design").set_value("true").run()
    visitor.button_group(key="guess-towers-by-design").set_value("half").run()
    assert visitor.session_state["guesses"] == {"towers-by-design": "true"}
    assert words()("facts.score", right="0", judged="1", open=str(len(library().facts("en")) - 1)) in the_game(visitor)
    visitor.button(key="forget-guesses").click().run()
    assert visitor.session_state["guesses"] == {}


def test_the_next_legend_is_one_that_was_not_judged_yet_and_stands_in_the_address():
    facts = library().facts("en")
    visitor = open_room("facts", legend=facts[-1].id)
    visitor.button_group(key=f"guess-{facts[-1].id}").set_value("true").run()
    visitor.button(key="next-legend").click().run()
    assert visitor.query_params["legend"] in (facts[0].id, [facts[0].id])
    assert f"<h2>{facts[0].legend}</h2>" in the_game(visitor)


def test_who_does_not_want_to_play_finds_every_legend_with_its_evidence():
    html = html_of(open_room("facts"))
    for fact in library().facts("en"):
        assert f"<h3>{fact.legend}</h3>" in html
        assert fact.evidence in html


def test_the_notebook_opens_at_the_round_in_the_address_and_walks_to_the_next_entry():
    visitor = open_room("notebook", round="24")
    assert visitor.slider(key="round").value == 24
    steps = library().diary("en")
    assert f"<h3>{steps[1].title}</h3>" in html_of(visitor)
    visitor.button(key="diary-next").click().run()
    assert visitor.slider(key="round").value == 51
    assert f"<h3>{steps[2].title}</h3>" in html_of(visitor)


@pytest.mark.parametrize("asked", ["-4", "4000", "x", "²", ""])
def test_the_notebook_passes_over_a_round_that_does_not_exist(asked):
    visitor = open_room("notebook", round=asked)
    assert not visitor.exception
    assert visitor.slider(key="round").value in (51, 93)


def test_the_notebook_has_every_entry_and_every_run_as_a_table():
    html = html_of(open_room("notebook"))
    for step in library().diary("en"):
        assert f"<b>{step.title}</b>" in html
    for run in library().runs("en"):
        assert run.title in html
    assert "0.374727" in html
    assert "<b>37.5%</b>" in html


def test_people_compares_the_machines_and_shows_the_sum_factor_by_factor():
    html = html_of(open_room("people"))
    for times in ("42", "47", "25"):
        assert words()("people.times", times=times) in html
    assert "724,406,816" in html
    assert words()("people.computing_result", mantissa="4.69") in html


def test_every_panel_of_the_story_has_a_drawing_or_cards():
    drawn = drawings_of(open_room("story")).count('role="img"')
    assert drawn >= len(library().story("en")) - 1  # the last has the milestones' cards


def test_the_timeline_looks_closer_and_shows_only_what_lies_there():
    visitor = open_room("timeline", event="full-results")
    visitor.session_state["zoom"] = (datetime.date(1957, 1, 1), datetime.date(1990, 1, 1))
    visitor.run()
    assert not visitor.exception
    first = library().timeline("en").events[0]
    assert f"<h2>{first.title}</h2>" in html_of(visitor)


def test_facts_lists_all_claims_and_can_show_one_verdict_only():
    visitor = open_room("facts")
    assert html_of(visitor).count('class="claim-number"') == len(library().seed("en"))
    visitor.button_group(key="claims").set_value("wrong").run()
    wrong = [claim for claim in library().seed("en") if claim.verdict == "wrong"]
    assert html_of(visitor).count('class="claim-number"') == len(wrong) > 0


def test_about_says_which_networks_are_here_and_downloads_nothing_unasked(monkeypatch):
    asked = []
    monkeypatch.setattr(resources, "download", lambda network, progress: asked.append(network))
    visitor = open_room("about")
    assert html_of(visitor).count(words()("about.status_missing")) == len(resources.networks())
    assert asked == []
    visitor.button(key="download-alexnet-torchvision").click().run()
    assert asked == ["alexnet-torchvision"]
    assert visitor.success[0].value == words()("about.downloaded")


def test_about_shows_the_progress_of_a_download_and_its_failure_in_one_sentence(monkeypatch):
    def break_off(network, progress):
        progress(40_000_000, 244_408_911)
        raise ExhibitError("weights_no_route", host="example.org")

    monkeypatch.setattr(resources, "download", break_off)
    visitor = open_room("about")
    visitor.button(key="download-alexnet-torchvision").click().run()
    assert [error.value for error in visitor.error] == [words()("errors.weights_no_route", host="example.org")]


def test_about_shows_the_model_card_of_the_network_that_comes_with_the_exhibit():
    label = words()("about.card", network=library().networks("en")["alexnet-2012"].name)
    card = next(part for part in open_room("about").expander if part.label == label)
    assert "What it is" in card.markdown[0].value


def test_a_model_card_is_the_text_under_its_heading_without_comments(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("# Cards\n## One (`one-2012`)\nFirst.<!-- later -->\n\n## Two\nSecond.\n", "utf-8")
    assert model_card("one-one-2012", file) == "First."
    assert model_card("three", file) == ""
    assert model_card("two", tmp_path / "missing.md") == ""


def test_about_tells_staff_what_is_wrong_with_the_content(monkeypatch, tmp_path: Path):
    from small_content import write_small_content

    folder = write_small_content(tmp_path / "content")
    (folder / "facts.yaml").write_text("- id: [", "utf-8")
    monkeypatch.setenv("EXHIBIT_CONTENT_DIR", str(folder))
    assert "facts.yaml" in html_of(open_room("about"))
