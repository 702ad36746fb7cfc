"""The two charts of the timeline, and the pieces of the drawings that compute something."""

from __future__ import annotations

import datetime

import pytest

from exhibit import resources
from exhibit.ui import error_chart, timeline_chart
from exhibit.ui.diagrams import shares, svg, towers
from exhibit.ui.ink import DARK, LIGHT
from room_visitor import words


def marks() -> list[timeline_chart.Mark]:
    events = resources.content().timeline("en").events
    return [timeline_chart.Mark(event.id, event.date.first_day(), event.track, event.title) for event in events]


def figure(chosen: str = "full-results"):
    tracks = resources.content().timeline("en").tracks
    months = ["m"] * len(timeline_chart.MONTHS)
    return timeline_chart.timeline_figure(marks(), tracks, chosen, LIGHT, magnified="2012", months=months)


def test_later_days_stand_further_right():
    days = [datetime.date(year, month, 1) for year in range(1966, 2027) for month in range(1, 13)]
    places = [timeline_chart.place(day) for day in days]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_no_two_marks_of_the_timeline_cover_each_other():
    points = figure().data[0]
    spots = list(zip(points.x, points.y, strict=True))
    for number, (x, y) in enumerate(spots):
        for other_x, other_y in spots[number + 1 :]:
            assert abs(x - other_x) > 1.4 or abs(y - other_y) > 0.25


def test_every_mark_carries_its_event_and_the_open_one_stands_out():
    points = figure("florence").data[0]
    ids = [mark.id for mark in marks()]
    assert list(points.customdata) == ids
    largest = [name for name, size in zip(ids, points.marker.size, strict=True) if size == max(points.marker.size)]
    assert largest == ["florence"]


def test_the_bars_of_the_error_chart_follow_one_rule_and_extra_data_stands_apart():
    chart = resources.content().error_chart()
    bars = [error_chart.Bar(y.year, y.error, "", "", y.with_extra_data, "") for y in chart.years]
    drawn = error_chart.error_figure(bars, chart.human.error, DARK, human_label="", extra_label="", strong=2012)
    assert list(drawn.data[0].y) == [28.2, 25.8, 16.4, 11.7, 6.7, 3.57, 2.99, 2.25]
    assert list(drawn.data[1].y) == [15.3, 11.2]
    assert 5.1 in [shape.y0 for shape in drawn.layout.shapes]


def test_the_layers_of_the_drawings_add_up_to_the_network_of_the_paper():
    assert sum(shares.NUMBERS) == 60_965_224
    assert sum(shares.WORK) == 724_406_816
    assert [2 * neurons for _, neurons, _ in towers.LAYERS][:2] == [290_400, 186_624]


@pytest.mark.parametrize("layer", ["conv3", "fc6", "fc7"])
def test_the_towers_meet_where_the_paper_says(layer):
    assert {name: crosses for name, _, crosses in towers.LAYERS}[layer]
    assert sum(crosses for _, _, crosses in towers.LAYERS) == 3


def test_labels_are_spread_until_they_have_room():
    assert svg.spread([0, 1, 30], 10) == [0, 10, 30]


def test_words_in_a_drawing_cannot_become_markup():
    drawn = svg.sheet(10, 10, [svg.text(0, 0, "<b>&")], alt='"<i>')
    assert "<b>" not in drawn
    assert "<i>" not in drawn


def test_every_drawing_says_what_it_shows():
    for drawing in shares.numbers_and_work(words()):
        assert 'role="img" aria-label="' in drawing
