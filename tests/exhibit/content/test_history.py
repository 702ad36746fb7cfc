"""What the exhibit tells must stay true: the promises that a curator's change could break without noticing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod
from pathlib import Path

import pytest

from exhibit.content.load import Library

CONTENT = Path(__file__).parents[3] / "content"
PARTS = {
    "beginning": ("introduction", "problem", "by-hand", "winter", "context", "gamble", "data"),
    "making": ("three-people", "two-gpus"),
    "ideas": ("technical", "relu", "dropout", "augmentation", "lrn"),
    "after": ("reactions", "auction", "impact", "legacy", "person-words", "impact-on-ai"),
    "more": ("quotes", "fun-facts", "explore-more"),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(CONTENT)


def _texts(library: Library) -> Iterator[tuple[str, str]]:
    """Every statement of the history with the name of its place; the legends and claims under judgement left out."""
    for panel in library.story("en"):
        for field in ("text", "more", "correction"):
            yield f"story {panel.id} {field}", getattr(panel, field) or ""
    yield from ((f"timeline {event.id}", event.text) for event in library.timeline("en").events)
    yield from ((f"people {person.id}", person.life) for person in library.people("en"))
    yield from ((f"facts {fact.id}", fact.evidence) for fact in library.facts("en"))
    yield from ((f"seed {claim.number}", claim.wording) for claim in library.seed("en"))
    yield from ((f"milestones {card.id}", card.text) for card in library.milestones("en"))
    quotations = library.quotations("en")
    assert quotations is not None
    yield from ((f"quotations {quotation.id}", quotation.context) for quotation in quotations.quotations)


def _where(library: Library, pattern: str) -> dict[str, str]:
    return {place: " ".join(text.split()) for place, text in _texts(library) if re.search(pattern, text)}


def test_the_story_has_every_section_and_each_is_short(library: Library) -> None:
    panels = library.story("en")
    assert [(panel.part, panel.id) for panel in panels] == [(part, name) for part in PARTS for name in PARTS[part]]
    assert {panel.id: len(panel.text.split()) for panel in panels if len(panel.text.split()) > 90} == {}


def test_every_panel_with_an_experiment_says_what_its_button_does(library: Library) -> None:
    told = [*library.story("en"), *library.facts("en")]
    assert all(item.try_label for item in told if item.experiment is not None)


def test_15_3_percent_is_always_seven_networks_averaged_with_extra_data(library: Library) -> None:
    places = _where(library, r"15\.3%")
    assert places
    wrong = [p for p, text in places.items() if not re.search(r"seven networks averaged,? with extra data", text)]
    assert wrong == []


def test_18_2_percent_is_always_one_network_on_the_validation_pictures(library: Library) -> None:
    places = _where(library, r"18\.2%")
    assert places
    assert all(re.search("single network|One network alone", text) for text in places.values())
    assert all("validation pictures" in text for text in places.values())


def test_the_gap_is_10_9_points_wherever_it_is_told(library: Library) -> None:
    gaps = {gap for _, text in _texts(library) for gap in re.findall(r"\b10\.\d+(?=\s(?:percentage\s)?points)", text)}
    assert gaps == {"10.9", "10.857", "10.8"}  # 10.8 only where the popular sentence is quoted
    assert list(_where(library, r"10\.8\s")) == ["story introduction more"]


def test_5_1_percent_is_always_one_trained_person(library: Library) -> None:
    places = _where(library, r"5\.1%")
    assert len(places) > 3
    assert all(re.search("one trained person|one person|Karpathy", text) for text in places.values())


def test_citations_always_name_the_index_and_the_date(library: Library) -> None:
    places = _where(library, r"155,697|75,536|172,000|150,000 citations")
    assert places
    assert all("Google Scholar" in text and "November 2026" in text for text in places.values())


def test_about_a_week_never_stands_without_five_to_six_days(library: Library) -> None:
    assert all("ive to six days" in text for text in _where(library, "about a week|About a week").values())


def test_the_result_came_in_october_and_the_contest_closed_in_september(library: Library) -> None:
    dates = {event.id: event.date for event in library.timeline("en").events}
    closes, result = dates["ilsvrc-2012-closes"], dates["full-results"]
    assert (closes.year, closes.month, closes.day) == (2012, 9, 30)
    assert (result.year, result.month, result.day) == (2012, 10, 13)


def test_the_error_chart_keeps_to_the_contests_own_data(library: Library) -> None:
    chart = library.error_chart()
    assert chart is not None
    assert {year.year: year.error for year in chart.years} == {
        2010: 28.2, 2011: 25.8, 2012: 16.4, 2013: 11.7, 2014: 6.7, 2015: 3.57, 2016: 2.99, 2017: 2.25,
    }  # fmt: skip
    extra = {year.year: year.with_extra_data for year in chart.years if year.with_extra_data is not None}
    assert extra == {2012: 15.3, 2013: 11.2}
    assert chart.human.error == 5.1


def test_nothing_of_the_history_is_lost(library: Library) -> None:
    quotations = library.quotations("en")
    assert quotations is not None
    assert len(quotations.quotations) >= 10
    assert len(library.timeline("en").events) >= 50
    assert len(library.facts("en")) >= 10
    assert len(library.milestones("en")) >= 8
    assert [claim.number for claim in library.seed("en")] == list(range(1, 52))


def test_the_quotations_are_short_and_the_misquotation_is_not_among_them(library: Library) -> None:
    quotations = library.quotations("en")
    assert quotations is not None
    assert all(len(quotation.words.split()) <= 40 for quotation in quotations.quotations)
    words = {quotation.words for quotation in quotations.quotations}
    assert quotations.misquotation.paper_words in words
    assert quotations.misquotation.seed_words not in words


def test_a_claim_that_is_called_wrong_or_imprecise_has_a_wording_of_its_own(library: Library) -> None:
    assert all(claim.wording != claim.claim for claim in library.seed("en"))
    wrong = [claim.number for claim in library.seed("en") if claim.verdict == "wrong"]
    assert wrong == [26, 39]


def test_no_text_holds_a_dollar_sign_that_markdown_would_take_for_a_formula(library: Library) -> None:
    assert [place for place, text in _texts(library) if "$" in text] == []


def test_the_diary_is_the_published_run(library: Library) -> None:
    steps = library.diary("en")
    assert [(step.round, step.rate) for step in steps] == [
        (0, 0.01), (23, 0.001), (51, 0.0001), (68, 0.0001), (72, 0.0001), (78, 0.00001), (93, 0.00001),
    ]  # fmt: skip
    assert [step.round for step in steps if step.ends] == [93]
    assert next(step.round for step in steps if not step.colour) == 68
    assert next(step.round for step in steps if step.first_layer == "frozen") == 72


def test_the_diary_and_the_paper_agree_to_the_last_printed_digit(library: Library) -> None:
    runs = {run.id: run for run in library.runs("en")}
    assert len(runs) == 8
    for run in runs.values():
        if run.printed is None:
            assert run.id == "no-talk", "only this run is not in the paper"
            continue
        whole = runs[run.against] if run.against else None
        for measure in ("first", "five"):
            value = 100 * (getattr(run, measure) - (getattr(whole, measure) if whole else 0))
            assert abs(value - getattr(run.printed, measure)) <= 0.0505, (run.id, measure)


def test_the_sum_of_the_computing_comes_out_as_told(library: Library) -> None:
    total = prod(part.value for part in library.computing("en") if part.kind == "factor")
    assert f"{total:.2e}" == "4.69e+17"
    assert round(total / (1e15 * 24 * 3600), 4) == 0.0054


def test_every_claim_leads_to_a_place_and_the_wrong_ones_are_put_right_there(library: Library) -> None:
    claims = {claim.number: claim for claim in library.seed("en")}
    assert all(claim.at for claim in claims.values())
    assert "October" in library.seed("en")[38].wording
    assert (claims[26].room, claims[26].at) == ("people", "misquotation")  # both sentences, side by side
    results = next(event for event in library.timeline("en").events if event.id == claims[39].at)
    assert "13 October" in results.text


def test_the_famous_errors_are_corrected_in_the_story_and_few_others(library: Library) -> None:
    corrections = {panel.id: panel.correction for panel in library.story("en") if panel.correction}
    famous = {"introduction": "seven networks", "two-gpus": "about a week", "impact": "one", "quotes": "It contains"}
    assert all(told in (corrections.get(panel) or "") for panel, told in famous.items())
