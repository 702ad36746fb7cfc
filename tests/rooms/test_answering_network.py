"""Which network answers is one truth: the engine's. A file with a wrong checksum fools no label, frame or cache."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from exhibit.server import answering, resources
from exhibit.settings import ROOT
from exhibit.ui.pictures.crop_overlay import framed
from room_visitor import html_of, kept_as, open_room, pictures_of, words

OLD, NEW = "alexnet-2012", "alexnet-torchvision"


@pytest.fixture
def forged(museum_without_networks: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network of 2014 is first choice, and its file has the right length and a wrong checksum."""
    folder = tmp_path / "weights"
    folder.mkdir()
    for file in (ROOT / "weights").iterdir():
        if file.name != "manifest.yaml":
            (folder / file.name).symlink_to(file)
    manifest = yaml.safe_load((ROOT / "weights/manifest.yaml").read_text("utf-8"))
    entry = next(entry for entry in manifest["networks"] if entry["id"] == NEW)
    (folder / entry["file"]).unlink(missing_ok=True)
    (folder / entry["file"]).write_bytes(b"not these")
    entry["bytes"] = len(b"not these")
    (folder / "manifest.yaml").write_text(yaml.safe_dump(manifest), "utf-8")
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(folder))
    monkeypatch.setenv("EXHIBIT_NETWORKS", f"{NEW},{OLD}")


def name(network: str) -> str:
    return resources.content().networks("en")[network].name


def go(visitor: AppTest, room: str) -> AppTest:
    visitor.switch_page(f"rooms/{room}.py")
    visitor.query_params.clear()
    return visitor.run()


def captions(visitor: AppTest) -> str:
    return "\n".join(caption.value for caption in visitor.caption)


def seen_in_the_square(visitor: AppTest, share: float) -> bool:
    return kept_as(framed(visitor.session_state["visit"].photo.image, seen=share)) in pictures_of(visitor)


@pytest.mark.usefixtures("forged")
@pytest.mark.parametrize("address", [{}, {"network": NEW}])
def test_with_a_forged_file_every_place_names_the_network_that_answered(address: dict[str, str]) -> None:
    visitor = open_room("try_it", sample="cat", **address)
    assert not visitor.error
    assert visitor.session_state["visit"].result("names", OLD, make=lambda: None).network == OLD
    assert name(OLD) in captions(visitor)
    assert name(NEW) not in captions(visitor)
    assert words()("frame.network", network=name(OLD)) in html_of(visitor)
    assert seen_in_the_square(visitor, 1)
    assert not any(key.key == "network" for key in visitor.segmented_control), "one that cannot answer is no choice"
    assert name(OLD) in captions(go(visitor, "why"))
    assert words()("frame.network", network=name(OLD)) in html_of(go(visitor, "story"))


@pytest.mark.usefixtures("forged")
def test_about_names_the_same_network_and_tells_staff_why_the_other_stays_shut() -> None:
    visitor = go(open_room("inside"), "about")
    html = html_of(visitor)
    assert f'status-installed answers">{words()("about.answers")}</p><h3>{name(OLD)}' in html
    assert f'status-damaged">{words()("about.status_damaged")}</p><h3>{name(NEW)}' in html
    reason = words()("about.staff_network", network=name(NEW), problem=words()("errors.weights_checksum"))
    assert f"<li>{reason}</li>" in html


@pytest.mark.usefixtures("museum_without_networks")
def test_no_network_answers_that_the_museum_did_not_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(ROOT / "weights"))
    monkeypatch.setenv("EXHIBIT_NETWORKS", NEW)
    monkeypatch.setattr(answering, "_installed", lambda: [OLD])
    assert answering.expected_network() is None
    assert answering.expected_network(OLD) == OLD, "a visitor may ask for it"
