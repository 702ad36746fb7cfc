"""A link arrives: whatever the table of rooms says an address may ask, the room that opens shows just that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from exhibit.content.load import Library
from exhibit.room_table import CHOICES, ROOMS
from exhibit.server import resources
from exhibit.settings import ROOT
from room_visitor import html_of, kept_as, open_room, pictures_of, words

Arrived = Callable[[AppTest, str], bool]


@pytest.fixture(autouse=True)
def shipped_network(museum_without_networks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network that is shipped answers."""
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(ROOT / "weights"))
    monkeypatch.setenv("EXHIBIT_NETWORKS", "alexnet-2012")


def library() -> Library:
    return Library(ROOT / "content")


def is_open(visitor: AppTest, title: str) -> bool:
    return f"<h2>{title}</h2>" in html_of(visitor)


def event(visitor: AppTest, value: str) -> bool:
    return is_open(visitor, next(event.title for event in library().timeline("en").events if event.id == value))


def track(visitor: AppTest, value: str) -> bool:
    first = next(event for event in library().timeline("en").events if event.track == value)
    return bool(visitor.button_group(key="track").value == value) and is_open(visitor, first.title)


def round_(visitor: AppTest, value: str) -> bool:
    entry = max((step for step in library().diary("en") if step.round <= int(value)), key=lambda step: step.round)
    return bool(visitor.slider(key="round").value == int(value)) and f"<h3>{entry.title}</h3>" in html_of(visitor)


def measure(visitor: AppTest, value: str) -> bool:
    runs = {run.id: run for run in library().runs("en")}
    one = next(run for run in runs.values() if run.against)
    worth = 100 * (getattr(one, value) - getattr(runs[one.against], value))
    return words()("notebook.points", value=words().number(worth, 2)) in html_of(visitor)


def sample(visitor: AppTest, value: str) -> bool:
    return bool(visitor.session_state["visit"].photo_name == value)


def network(visitor: AppTest, value: str) -> bool:
    return bool(visitor.session_state["visit"].network == value)


def order(visitor: AppTest, value: str) -> bool:
    return bool(visitor.segmented_control("inside.order").value == value)


def kernel(visitor: AppTest, value: str) -> bool:
    told = [caption.value for caption in visitor.caption]
    return visitor.number_input("kernel").value == int(value) and words()("inside.kernel", number=value) in told


def sheet_of(visitor: AppTest, layer: str, which: str) -> bool:
    """Whether the maps of this layer are the ones on the page."""
    from exhibit.ui.pictures import activation_sheet

    visit = visitor.session_state["visit"]
    found = resources.activations(visit.photo, layer, "alexnet-2012")
    numbers, columns = activation_sheet.shown_maps(found, which)
    return kept_as(activation_sheet.map_sheet(found, numbers, columns=columns)) in pictures_of(visitor)


def layer(visitor: AppTest, value: str) -> bool:
    return visitor.session_state["visit"].photo is None or sheet_of(visitor, value, "strongest")


def maps(visitor: AppTest, value: str) -> bool:
    return sheet_of(visitor, "conv1", value)


def method(visitor: AppTest, value: str) -> bool:
    return words_of_method(value) in "\n".join(element.value for element in visitor.markdown)


def words_of_method(value: str) -> str:
    return library().methods("en")[value].measures


def target(visitor: AppTest, value: str) -> bool:
    return library().class_names("en")[value] in "\n".join(element.value for element in visitor.markdown)


def legend(visitor: AppTest, value: str) -> bool:
    return is_open(visitor, next(fact.legend for fact in library().facts("en") if fact.id == value))


ARRIVED: dict[str, Arrived] = {
    **{"event": event, "track": track, "round": round_, "measure": measure, "sample": sample, "network": network},
    **{"order": order, "kernel": kernel, "layer": layer, "maps": maps, "method": method, "target": target},
    "legend": legend,
}


def another(parameter: str) -> str:
    """A value that the room would not have shown unasked."""
    content = library()
    if parameter in CHOICES:
        return CHOICES[parameter][-1]
    found = {
        "event": lambda: content.timeline("en").events[-1].id,
        "track": lambda: next(iter(reversed(content.timeline("en").tracks))),
        "round": lambda: "24",
        "kernel": lambda: "17",
        "sample": lambda: content.samples("en")[-1].id,
        "network": lambda: "alexnet-2012",
        "legend": lambda: content.facts("en")[-1].id,
    }
    return found[parameter]()


ASKED = [(room.id, parameter) for room in ROOMS.values() for parameter in room.parameters]


@pytest.mark.parametrize(("room", "parameter"), [asked for asked in ASKED if asked[1] != "target"])
def test_what_an_address_may_ask_is_what_the_room_shows(room: str, parameter: str) -> None:
    value = another(parameter)
    photo = {"sample": "cat"} if ROOMS[room].live and parameter != "sample" else {}
    visitor = open_room(room, **photo, **{parameter: value})
    assert not visitor.exception
    assert not visitor.error
    assert ARRIVED[parameter](visitor, value)


def test_the_address_may_ask_for_the_name_to_explain() -> None:
    visit = open_room("try_it", sample="cat").session_state["visit"]
    last = visit.result("names", "alexnet-2012", make=lambda: None).predictions[-1].id
    visitor = open_room("why", sample="cat", target=last)
    assert ARRIVED["target"](visitor, last)


EXPERIMENTS = {
    (item.experiment.room, tuple(sorted(item.experiment.params.items()))): f"{file}-{item.id}"
    for file, items in (("story", library().story("en")), ("facts", library().facts("en")))
    for item in items
    if item.experiment and item.experiment.params
}


@pytest.mark.parametrize(("room", "params"), EXPERIMENTS, ids=EXPERIMENTS.values())
def test_every_experiment_of_the_content_arrives(room: str, params: tuple[tuple[str, str], ...]) -> None:
    visitor = open_room(room, **dict(params))
    assert not visitor.exception
    assert not visitor.error
    for parameter, value in params:
        assert ARRIVED[parameter](visitor, value), parameter


@pytest.mark.parametrize(("room", "parameter"), ASKED)
def test_nonsense_in_the_address_opens_the_room_as_it_is(room: str, parameter: str) -> None:
    visitor = open_room(room, **{parameter: "<script>"})
    assert not visitor.exception
    assert not visitor.error
    assert visitor.title[0].value == words()(f"{ROOMS[room].address}.title")


def test_a_choice_stands_in_the_address_by_its_id_in_every_language() -> None:
    visitor = open_room("inside", sample="cat", lang="fr")
    visitor.segmented_control("inside.layer").set_value("conv4").run()
    visitor.number_input("kernel").set_value(20).run()
    assert visitor.query_params["layer"] in ("conv4", ["conv4"])
    assert visitor.query_params["kernel"] in ("20", ["20"])


def test_every_parameter_of_the_table_has_a_test_of_its_arrival() -> None:
    assert {parameter for _, parameter in ASKED} == set(ARRIVED)
