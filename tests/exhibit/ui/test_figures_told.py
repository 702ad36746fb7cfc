"""Figures that rooms compute from the content: worths, ratios, waits, percentages, stretches of time."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from exhibit.server import resources
from exhibit.ui import hardware_comparison, legend_game, timeline_window
from exhibit.ui.charts import diary_chart, error_chart
from exhibit.ui.charts.ablation_bars import trial
from exhibit.ui.diagrams import gap
from exhibit.ui.quotation import first_difference
from room_visitor import words


def run(**figures: Any) -> Any:
    return SimpleNamespace(title="Without it", text="Why.", printed=None, **figures)


def test_an_idea_is_worth_what_the_error_rises_without_it() -> None:
    without, whole = run(first=0.40, five=0.19), run(first=0.375, five=0.184)
    worth = trial(words(), without, whole, "first", "")
    assert worth.points == pytest.approx(2.5)
    assert worth.written == words()("notebook.points", value="2.50")
    assert trial(words(), without, whole, "five", "").points == pytest.approx(0.6)


def test_every_idea_of_the_diary_was_worth_something() -> None:
    runs = {entry.id: entry for entry in resources.content().runs("en")}
    trials = [trial(words(), entry, runs[entry.against], "first", "") for entry in runs.values() if entry.against]
    assert trials
    assert all(one.points > 0 for one in trials)


def test_the_new_card_is_so_many_times_the_old_one() -> None:
    then, now = SimpleNamespace(memory=3), SimpleNamespace(memory=141)
    ratio = hardware_comparison.ratio_of(words(), "memory", then, now)
    assert ratio.times == 47
    assert ratio.written == words()("people.times", times="47")
    assert ratio.then == words()("people.value_memory", value="3")
    assert hardware_comparison.then_and_now([ratio], "old", "new").count("<i></i>") == 1 + 47


def test_a_wait_is_counted_in_hours_whatever_its_unit() -> None:
    waits = [SimpleNamespace(value=value, unit=unit) for value, unit in ((2, "days"), (3, "hours"), (30, "minutes"))]
    assert [hardware_comparison.hours(wait) for wait in waits] == [48, 3, 0.5]


def test_the_sum_is_the_product_of_its_factors() -> None:
    factors = [SimpleNamespace(value=value) for value in (2e9, 3e8)]
    result, days = hardware_comparison.total_written(words(), factors)
    assert result == words()("people.computing_result", mantissa="6.00")
    assert days == words()("people.computing_days", days=words().number(6e17 / 8.64e19, 4))


def test_an_error_has_the_digits_that_its_source_gives() -> None:
    assert [error_chart.written(words(), error) for error in (16.4, 15.315, 5.1)] == ["16.4%", "15.32%", "5.1%"]


def test_a_stretch_of_time_is_never_empty_and_keeps_what_touches_it() -> None:
    stops = timeline_window.STOPS
    assert list(stops) == sorted(stops)
    assert timeline_window.opened(stops[3], stops[3]) == (stops[3], stops[4])
    assert timeline_window.opened(stops[-1], stops[-1]) == (stops[-2], stops[-1])
    assert timeline_window.opened(stops[1], stops[4]) == (stops[1], stops[4])
    events = resources.content().timeline("en").events
    for event in events:
        day = event.date.first_day()
        assert timeline_window.overlaps(event, (day, day + datetime.timedelta(days=1)))
        assert not timeline_window.overlaps(event, (datetime.date(1800, 1, 1), datetime.date(1801, 1, 1)))


def test_the_magnified_year_s_stops_are_months_and_the_others_years() -> None:
    named = [timeline_window.stop_name(words(), day) for day in timeline_window.STOPS]
    assert len(set(named)) == len(named)
    assert timeline_window.stop_name(words(), datetime.date(1990, 1, 1)) == "1990"
    assert words().month(10) in timeline_window.stop_name(words(), datetime.date(2012, 10, 1))


def test_the_turning_points_of_the_diary_are_its_cuts_and_its_last_changes() -> None:
    def step(at: int, rate: float, colour: bool = True, layer: str = "learns") -> Any:
        return SimpleNamespace(round=at, rate=rate, colour=colour, first_layer=layer)

    steps = [
        step(0, 0.01),
        step(20, 0.001),
        step(30, 0.001, False),
        step(50, 0.0001, False, "frozen"),
        step(90, 0.0001),
    ]
    turns = diary_chart.turning_points(steps)
    assert (turns.cuts, turns.plain, turns.frozen) == ((20, 50), 30, 50)
    assert [diary_chart.written_rate(words(), one) for one in steps[:2]] == ["0.01", "0.001"]


def test_a_legend_is_marked_by_the_guess_and_not_by_its_verdict() -> None:
    fact = SimpleNamespace(id="one", verdict="half")
    guesses = ({}, {"one": "half"}, {"one": "true"}, {"two": "half"})
    assert [legend_game.mark(fact, guessed) for guessed in guesses] == ["open", "right", "missed", "open"]


def test_two_sentences_are_cut_where_their_common_ending_begins() -> None:
    told, printed = first_difference("Our network contains eight layers", "It contains eight layers")
    assert told == ("Our network", " contains eight layers")
    assert printed == ("It", " contains eight layers")


def test_the_scoreboard_writes_the_gap_between_the_winner_and_the_next() -> None:
    board = gap.contest(words())
    assert board.number == words().number(board.others[0].error - board.winner.error, 1)
    assert [place.error for place in board.others] == sorted(place.error for place in board.others)
    assert all(place.error > board.winner.error for place in (*board.others, *board.variants))
