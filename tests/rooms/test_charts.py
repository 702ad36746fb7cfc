"""The two charts of the timeline, and the pieces of the drawings that compute something."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from exhibit.server import resources
from exhibit.ui.charts import diary_chart, error_chart, timeline_chart
from exhibit.ui.diagrams import contest, gap, history, numbers, shares, svg, towers
from exhibit.ui.theme import DARK, LIGHT
from room_visitor import words


def marks() -> list[timeline_chart.Mark]:
    events = resources.content().timeline("en").events
    return [timeline_chart.Mark(e.id, e.date.first_day(), e.date.last_day(), e.track, e.title) for e in events]


def figure(chosen: str = "full-results"):
    tracks = resources.content().timeline("en").tracks
    months = [f"m{month}" for month in range(1, 13)]
    return timeline_chart.timeline_figure(marks(), tracks, chosen, LIGHT, magnified="2012", months=months)


def test_later_days_stand_further_right():
    days = [datetime.date(year, month, 1) for year in range(1957, 2027) for month in range(1, 13)]
    places = [timeline_chart.place(day) for day in days]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_no_event_lies_before_the_scale_begins():
    assert all(timeline_chart.place(mark.day) >= 0 for mark in marks())


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
    assert svg.declutter([0, 1, 30], 10) == [0, 10, 30]


def test_words_in_a_drawing_cannot_become_markup():
    drawn = svg.document(10, 10, [svg.text(0, 0, "<b>&")], alt='"<i>')
    assert "<b>" not in drawn
    assert "<i>" not in drawn


def test_every_drawing_says_what_it_shows():
    for drawing in shares.numbers_and_work(words()):
        assert 'role="img" aria-label="' in drawing


def test_a_mark_stands_in_the_middle_of_what_its_date_can_mean():
    year = timeline_chart.Mark("a", datetime.date(2011, 1, 1), datetime.date(2011, 12, 31), "ideas", "")
    day = timeline_chart.Mark("b", datetime.date(2012, 10, 13), datetime.date(2012, 10, 13), "ideas", "")
    assert year.day == datetime.date(2011, 7, 2)
    assert day.day == day.first


def test_a_closer_look_names_more_months_and_never_crowds_them():
    months = [f"m{month}" for month in range(1, 13)]
    window = (timeline_chart.place(datetime.date(2012, 9, 1)), timeline_chart.place(datetime.date(2013, 1, 1)))
    near = timeline_chart.ticks(window, months)
    assert "m12" in [name for _, name in near]
    gaps = [b - a for (a, _), (b, _) in pairwise(near)]
    assert min(gaps) >= (window[1] - window[0]) * 0.033


def test_the_notebook_finds_the_entry_that_holds_in_a_round():
    steps = resources.content().diary("en")
    held = {at: diary_chart.state_at(steps, at).id for at in (0, 22, 23, 50, 70, 77, 93)}
    assert list(held.values()) == [
        "begins", "begins", "first-cut", "first-cut", "colours-off", "first-layer-frozen", "killed",
    ]  # fmt: skip


def test_the_lanes_of_the_notebook_cover_the_whole_run_without_gaps():
    steps = resources.content().diary("en")
    states = {"learns": "l", "slowly": "s", "frozen": "f"}
    labels = diary_chart.Labels("r", "a", ("c", "l"), {True: "y", False: "n"}, states)
    for lane in diary_chart.spans(steps, labels):
        assert (lane[0].start, lane[-1].end) == (0, 93)
        assert all(left.end == right.start for left, right in pairwise(lane))


def test_the_last_window_hangs_three_pixels_over_the_edge():
    assert numbers.windows() == 55
    assert (numbers.windows() - 1) * numbers.STRIDE + numbers.WINDOW - numbers.PIXELS == 3


def test_labels_of_a_strip_keep_their_order_their_distance_and_the_drawing():
    rows = history.apart([10, 11, 12, 300, 301], 320)
    assert rows == sorted(rows)
    assert all(b - a >= 55.9 for a, b in pairwise(rows))
    assert rows[-1] < 320


def test_the_numbers_in_the_drawings_are_those_of_the_content():
    known = {figure.id: figure.value for figure in resources.content().figures()}
    assert {f"{error}%" for _, _, error, _ in contest.ENTRIES} == {
        known["one-network"], known["won-contest-data"], known["won"],
    }  # fmt: skip
    assert f"{gap.OTHERS[0][1] - gap.WON:.1f} points" == known["gap"]
    assert f"{gap.OTHERS[0][1] - gap.WON:.3f} points" == known["gap-exact"]
    assert f"{sum(shares.NUMBERS):,}" == known["parameters"]
    assert f"{towers.PICTURE:,}" == known["picture-numbers"]
    assert f"{history.GROWTH:,}" == known["growth"]
