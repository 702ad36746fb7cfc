"""The rooms with the live network, as Streamlit runs them: with a photo, with none, with a bad one, without weights."""

from __future__ import annotations

import dataclasses
import io
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest, local_script_runner

from exhibit.errors import ExhibitError
from exhibit.room_table import ROOMS
from exhibit.server import resources
from exhibit.settings import load_settings
from exhibit.ui.pictures import activation_sheet
from exhibit.ui.pictures.crop_overlay import framed
from exhibit.visit import actions
from room_visitor import kept_as, pictures_of, words

ROOT = Path(__file__).resolve().parents[2]
LIVE = ("try_it", "inside", "why")
METHODS = ("gradient", "integrated-gradients", "grad-cam", "occlusion")


def museum(room: str, **address: str) -> AppTest:
    """A visitor who opens a room by its address."""
    at = AppTest.from_file(str(ROOT / "app" / "Home.py"), default_timeout=300).run()
    at.switch_page(f"rooms/{room}.py")
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def go(at: AppTest, room: str) -> AppTest:
    at.switch_page(f"rooms/{room}.py")
    at.query_params.clear()
    return at.run()


def page(at: AppTest) -> str:
    """All HTML and text of a page."""
    return "\n".join(str(element.value) for kind in ("html", "markdown", "caption") for element in at.get(kind))


def names(at: AppTest) -> list[str]:
    """The names on the page with their percentages."""
    return re.findall(r'bars-name">([^<]+)</span><span class="bars-share">[\d.]+%', page(at))


def address(at: AppTest) -> dict[str, str]:
    """What stands in the address. A test reads it as a list where nobody has written it anew."""
    return {name: value if isinstance(value, str) else value[-1] for name, value in at.query_params.items()}


def picture(colour: tuple[int, int, int] = (200, 120, 30), kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image = Image.new("RGB", (300, 200), colour)
    image.paste((20, 30, 60), (60, 40, 160, 160))
    image.save(file, kind)
    return file.getvalue()


def hand_over(at: AppTest, data: bytes, name: str = "me.png") -> AppTest:
    at.file_uploader[0].set_value((name, data, "image/png"))
    return at.run()


@pytest.fixture(autouse=True)
def shipped_network(museum_without_networks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network that is shipped answers, whatever else is installed on this machine."""
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(ROOT / "weights"))
    monkeypatch.setenv("EXHIBIT_NETWORKS", "alexnet-2012")


@pytest.mark.parametrize("room", LIVE)
def test_a_live_room_opens_without_a_photo_and_invites_to_choose_one(room: str) -> None:
    at = museum(room)
    assert at.title[0].value
    assert not at.error
    assert not names(at)
    assert {button.key for button in at.button} >= {"take-cat", "take-coffee", "take-rocket"}


def test_the_place_for_an_upload_is_there_at_once_and_the_camera_is_not() -> None:
    at = museum("try_it")
    assert len(at.file_uploader) == 1
    assert not at.get("camera_input")
    at.button("camera-toggle").click().run()
    assert at.get("camera_input")
    at.button("camera-toggle").click().run()
    assert not at.get("camera_input")


def test_a_tapped_sample_gets_five_names_and_stands_in_the_address() -> None:
    at = museum("try_it")
    at.button("take-coffee").click().run()
    assert len(names(at)) == 5
    assert address(at)["sample"] == "coffee"
    assert "milliseconds" in page(at)


def test_each_of_the_five_names_stands_with_its_own_percentage() -> None:
    at = museum("try_it", sample="coffee")
    found = at.session_state["visit"].result("names", "alexnet-2012", make=lambda: None)
    known = resources.content().class_names("en")
    told = [(known[p.id], f"{p.probability:.{0 if p.probability >= 0.095 else 1}%}") for p in found.predictions]
    assert len({share for _, share in told}) > 1
    assert re.findall(r'bars-name">([^<]+)</span><span class="bars-share">([\d.]+%)', page(at)) == told


def test_the_kind_of_thing_stands_above_the_five_names_with_the_sum_of_its_words() -> None:
    at = museum("try_it", sample="coffee")
    found = at.session_state["visit"].result("names", "alexnet-2012", make=lambda: None)
    shown = page(at)
    phrase = resources.content().families("en")[found.families[0].id].phrase
    assert phrase in shown
    assert f'family-share">{found.families[0].probability:.0%}<' in shown
    assert f"its {found.families[0].words} words for this kind" in shown
    assert shown.index(phrase) < shown.index("bars-name")
    assert len(names(at)) == 5


def test_a_link_chooses_a_sample_and_an_unknown_one_changes_nothing() -> None:
    at = museum("try_it", sample="cat")
    assert at.session_state["visit"].photo_name == "cat"
    before = names(at)
    at.query_params["sample"] = "../../etc/passwd"
    at.run()
    assert not at.exception
    assert names(at) == before


def test_a_link_is_followed_once_and_then_the_visitor_s_own_photo_counts() -> None:
    at = museum("try_it", sample="cat")
    hand_over(at, picture())
    assert at.session_state["visit"].photo_name == "own"
    assert "sample" not in at.query_params
    at.run()
    assert at.session_state["visit"].photo_name == "own"


def test_the_photo_stays_chosen_in_every_room_until_start_over() -> None:
    at = hand_over(museum("try_it"), picture())
    digest = at.session_state["visit"].photo.digest
    for room in ("inside", "why", "story", "try_it"):
        assert not go(at, room).exception
        assert at.session_state["visit"].photo.digest == digest
    assert len(names(at)) == 5
    at.button("start-over").click().run()
    assert go(at, "try_it").session_state["visit"].photo is None
    assert not names(at)


@pytest.mark.parametrize(
    "data", [b"", b"words, not a photo " * 9, picture()[:90], b"%PDF-1.7 pages", b"<svg xmlns='x'/>", b"PK\x03\x04zip"]
)
def test_a_bad_photo_gets_one_sentence_and_the_earlier_photo_stays(data: bytes) -> None:
    at = museum("try_it", sample="cat")
    before = names(at)
    hand_over(at, data)
    assert not at.exception
    assert len(at.error) == 1
    assert "errors." not in at.error[0].value
    assert "\n" not in at.error[0].value
    assert names(at) == before
    assert not at.run().error, "a word about trouble is said once"


def test_a_bad_photo_in_an_empty_room_leaves_the_room_as_it_was() -> None:
    at = hand_over(museum("try_it"), b"nonsense")
    assert len(at.error) == 1
    assert at.session_state["visit"].photo is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_photo_without_its_end_gets_names_and_a_word_beside_it(language: str) -> None:
    at = hand_over(museum("try_it", lang=language), picture(kind="JPEG")[:-2])
    assert not at.error
    assert at.session_state["visit"].photo is not None
    assert [note.value for note in at.warning] == [resources.words(language)("try.note_incomplete")]
    assert not hand_over(at, picture(kind="JPEG")).warning


def test_a_photo_of_nothing_says_that_there_is_nothing_to_see() -> None:
    black = io.BytesIO()
    Image.new("RGB", (300, 200)).save(black, "PNG")
    at = hand_over(museum("try_it"), black.getvalue())
    assert [note.value for note in at.warning] == [resources.words("en")("try.note_blank")]


def test_another_photo_gets_other_names() -> None:
    at = hand_over(museum("try_it"), picture())
    first = at.session_state["visit"].photo.digest
    hand_over(at, picture((10, 90, 200), "JPEG"))
    assert at.session_state["visit"].photo.digest != first
    assert len(names(at)) == 5


def test_inside_shows_every_kernel_and_the_maps_of_every_layer() -> None:
    at = museum("inside", sample="cat")
    assert at.number_input("kernel").max == 96
    for layer in ("conv1", "conv5"):
        at.segmented_control("inside.layer").set_value(layer).run()
        assert not at.exception
        assert f"of layer {layer[-1]}, each" in page(at)
    assert "55 × 55 × 96" in page(at)


def test_a_kernel_that_is_chosen_shows_its_own_map() -> None:
    at = museum("inside", sample="cat")
    at.number_input("kernel").set_value(96).run()
    assert not at.exception
    assert "Filter 96" in page(at)


def test_inside_shows_the_maps_that_answer_most_strongly() -> None:
    at = museum("inside", sample="cat")
    visit = at.session_state["visit"]
    sheet = visit.result("maps", "conv1", "alexnet-2012", make=lambda: None)
    strongest = sorted(range(96), key=lambda number: -sheet.peak[number])[:48]
    assert kept_as(activation_sheet.map_sheet(sheet, strongest, columns=8)) in pictures_of(at)
    at.segmented_control("inside.maps_order").set_value("all").run()
    assert kept_as(activation_sheet.map_sheet(sheet, range(96), columns=16)) in pictures_of(at)


def test_the_towers_stand_in_their_order_under_their_own_names() -> None:
    at, t = museum("inside"), words()
    assert [s.value for s in at.subheader][:2] == [t("inside.tower_0"), t("inside.tower_1")]
    captions = [caption.value for caption in at.caption]
    first = captions.index(t("inside.tower_0_note", first=1, last=48))
    assert captions[first + 1] == t("inside.tower_1_note", first=49, last=96)


def test_the_frame_on_the_photo_is_the_square_that_the_answering_network_sees() -> None:
    at = museum("try_it", sample="cat")
    photo = at.session_state["visit"].photo
    assert kept_as(framed(photo.image, seen=1)) in pictures_of(at)


def test_the_uploaded_original_leaves_the_upload_store_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stores: list[MemoryUploadedFileManager] = []

    class Kept(MemoryUploadedFileManager):
        def __init__(self, endpoint: str) -> None:
            super().__init__(endpoint)
            stores.append(self)

    monkeypatch.setattr(local_script_runner, "MemoryUploadedFileManager", Kept)
    at = hand_over(museum("try_it"), picture())
    assert at.session_state["visit"].photo is not None
    assert not any(file.data == picture() for store in stores for kept in store.file_storage.values()
                   for file in kept.values())  # fmt: skip


def test_what_was_refused_is_not_reachable_from_the_word_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[ExhibitError] = []
    monkeypatch.setattr(actions, "show_problem", lambda words, problem, more="": told.append(problem))
    at = hand_over(museum("try_it"), b"words, not a photo " * 9)
    assert at.session_state["visit"].photo is None
    assert [problem.key for problem in told] == ["photo_not_an_image"]
    for problem in told:
        assert (problem.__traceback__, problem.__cause__, problem.__context__) == (None, None, None)


def test_a_network_with_fewer_kernels_is_no_trouble_for_the_kernel_chosen_before() -> None:
    at = museum("inside", sample="cat")
    at.session_state["kernel"] = 5000
    assert not at.run().exception
    assert 1 <= at.number_input("kernel").value <= 96


def test_where_two_networks_are_installed_the_visitor_can_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    both = tuple(dataclasses.replace(network, status="installed") for network in resources.networks())
    monkeypatch.setattr(resources, "networks", lambda: both)
    at = museum("try_it", sample="cat")
    assert len(at.segmented_control("network").options) == 2
    at.segmented_control("network").set_value("alexnet-torchvision").run()
    assert not at.exception
    assert at.session_state["visit"].network == "alexnet-torchvision"
    assert len(names(at)) == 5, "the other network answers when the one wanted cannot be loaded"


def test_the_first_explanation_is_ready_before_it_is_asked_for_unless_others_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = museum("try_it", sample="cat")
    assert any(question[1:3] == ("why", "gradient") for question in at.session_state["visit"]._results)
    monkeypatch.setattr(resources, "is_calm", lambda: False)
    at.button("take-rocket").click().run()
    assert not any(question[1] == "why" for question in at.session_state["visit"]._results)


@pytest.mark.parametrize("method", METHODS)
def test_why_answers_by_every_method_with_a_picture_a_chart_and_words(method: str) -> None:
    at = museum("why", sample="cat", method=method)
    assert at.pills("method").value == method
    assert len(at.get("plotly_chart")) == 1
    assert "the strongest signal is" in page(at)
    assert at.image


@pytest.mark.parametrize("room", LIVE)
def test_a_live_room_answers_in_every_language_that_the_museum_offers(room: str) -> None:
    area = ROOMS[room].address
    shown = {}
    for language in load_settings().languages:
        at = museum(room, sample="cat", lang=language)
        assert not at.error
        assert [title.value for title in at.title] == [words(language)(f"{area}.title")]
        assert words(language)("frame.privacy") in page(at)
        shown[language] = {picture.alt for element in at.image for picture in element.proto.imgs}
    assert not set.intersection(*shown.values()), "no picture is described in the same words in two languages"


@pytest.mark.parametrize("room", LIVE)
def test_every_picture_has_words(room: str) -> None:
    pictures = [picture for element in museum(room, sample="cat").image for picture in element.proto.imgs]
    assert pictures
    assert all(picture.alt for picture in pictures)


def target(at: AppTest) -> Any:
    """The choice between the five names."""
    return next(choice for choice in at.pills if (choice.key or "").startswith("target-"))


def test_why_takes_the_name_from_the_address_and_writes_the_choice_back() -> None:
    at = museum("why", sample="coffee")
    offered = target(at).options
    assert len(offered) == 5
    third = at.session_state["visit"].result("names", "alexnet-2012", make=lambda: None).predictions[2].id
    at = museum("why", sample="coffee", method="grad-cam", target=third)
    assert target(at).value == third
    assert (address(at)["target"], address(at)["method"]) == (third, "grad-cam")


def test_why_with_nonsense_in_the_address_answers_as_without() -> None:
    at = museum("why", sample="cat", method="horoscope", target="n00000000")
    assert at.pills("method").value == "gradient"
    assert not at.error


def test_the_slider_asks_the_network_nothing() -> None:
    at = museum("why", sample="cat")
    answers = len(at.session_state["visit"]._results)
    at.slider("strength").set_value(20).run()
    assert not at.exception
    assert len(at.session_state["visit"]._results) == answers


@pytest.mark.parametrize("room", LIVE)
def test_without_any_network_a_live_room_says_so_in_one_sentence(
    room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(tmp_path))
    with caplog.at_level(logging.CRITICAL):
        at = museum(room, sample="cat")
    assert at.title[0].value
    assert len(at.error) == 1
    assert "errors." not in at.error[0].value
