"""The one door to the network: what goes through it, what it keeps, and how it tells of trouble."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import yaml
from PIL import Image

from alexnet.photo import REASONS as PHOTO_REASONS
from alexnet.photo import Photo
from alexnet.weights import REASONS as WEIGHTS_REASONS
from alexnet.weights import WeightsError
from exhibit.errors import ExhibitError
from exhibit.server import answering, resources
from exhibit.server.engine_loader import EngineLoader
from exhibit.visit import samples

ROOT = Path(__file__).resolve().parents[3]
PHOTO = Photo(Image.new("RGB", (64, 64), (90, 120, 60)), "a digest")


@pytest.fixture
def without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A museum in which no network is installed."""
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(tmp_path))


def in_fresh_python(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_asking_which_networks_there_are_imports_no_torch() -> None:
    code = "import sys; from exhibit.server import answering, resources; from exhibit.visit import samples; "
    code += "answering.expected_network(); "
    code += "samples.samples('en'); resources.methods(); print('torch' in sys.modules or 'captum' in sys.modules)"
    assert in_fresh_python(code) == "False"


def test_importing_the_door_costs_a_story_room_no_numpy() -> None:
    code = (
        "import sys; from exhibit.server import resources; print([m for m in ('numpy', 'torch') if m in sys.modules])"
    )
    assert in_fresh_python(code) == "[]"


def test_the_engine_is_built_once_however_many_ask_at_once() -> None:
    built: list[object] = []

    def build() -> object:
        time.sleep(0.05)
        built.append(object())
        return built[-1]

    host, answers = EngineLoader(build), []
    threads = [threading.Thread(target=lambda: answers.append(host.get())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert answers == built * 8
    assert host.ready


def test_the_engine_starts_by_itself_in_the_background_and_then_gets_the_rest_ready() -> None:
    order, done = [], threading.Event()
    host = EngineLoader(lambda: order.append("engine"), lambda: (order.append("rest"), done.set()))
    for _ in range(3):
        host.start_soon(0.01)
    assert done.wait(5)
    assert order == ["engine", "rest"]


def test_a_start_that_fails_in_the_background_is_tried_again_by_the_next_question() -> None:
    attempts, failed = [], threading.Event()

    def build() -> str:
        attempts.append(1)
        if len(attempts) == 1:
            failed.set()
            raise WeightsError("no-network-installed")
        return "engine"

    host = EngineLoader(build)
    host.start_soon(0.01)
    assert failed.wait(5)
    assert host.get() == "engine"


def test_the_engine_is_calm_only_while_nobody_asks_it_anything() -> None:
    host = EngineLoader(lambda: "engine")
    assert not host.calm, "it is not even loaded"
    with host.question() as engine:
        assert engine == "engine"
        assert not host.calm
    assert host.calm
    with pytest.raises(ZeroDivisionError), host.question():
        _ = 1 // 0
    assert host.calm, "a question that failed is over too"


def test_the_default_network_answers_and_a_wish_is_granted_where_it_can_be() -> None:
    assert answering.expected_network() == "alexnet-2012"
    assert answering.expected_network("alexnet-2012") == "alexnet-2012"
    assert answering.expected_network("no such network") == "alexnet-2012"
    assert 0 < len(resources.vocabulary("alexnet-2012")) <= resources.outputs("alexnet-2012") == 1000


def test_of_a_sample_those_right_words_are_told_that_the_network_may_say() -> None:
    right = samples.spoken("cat", resources.vocabulary("alexnet-2012"))
    assert right
    assert samples.spoken("cat", right[:1]) == right[:1]
    assert samples.spoken("cat", ()) == ()
    assert samples.spoken("galaxies", resources.vocabulary("alexnet-2012")) == ()
    assert samples.spoken("own", right) is None


@pytest.mark.usefixtures("without_weights")
def test_without_weights_nothing_is_installed_and_a_question_is_answered_by_one_sentence() -> None:
    assert answering.expected_network() is None
    assert {network.status for network in resources.networks()} == {"missing"}
    for ask in (resources.classify, lambda photo: resources.view(photo, None)):
        with pytest.raises(ExhibitError) as trouble:
            ask(PHOTO)
        assert trouble.value.key == "weights_no_network_installed"


def test_the_manifest_s_order_is_the_curator_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXHIBIT_NETWORKS", "alexnet-2012")
    assert [network.id for network in resources.networks()] == ["alexnet-2012", "alexnet-torchvision"]


def test_every_sample_has_words_and_a_small_thumbnail_of_one_shape() -> None:
    found = samples.samples("en")
    assert found
    for sample in found:
        assert sample.name
        assert sample.alt
        assert len(sample.thumbnail) < 40_000
        assert samples.sample_photo(sample.id) is not None


def test_a_link_to_a_sample_that_does_not_exist_finds_nothing() -> None:
    assert samples.sample_photo("../../etc/passwd") is None


def test_a_sample_whose_file_is_missing_or_broken_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "content/samples/cat.jpg").unlink()
    (tmp_path / "content/samples/coffee.jpg").write_bytes(b"no photo")
    monkeypatch.setenv("EXHIBIT_CONTENT_DIR", str(tmp_path / "content"))
    assert {sample.id for sample in samples.samples("en")} == {"rocket", "galaxies"}
    assert samples.sample_photo("cat") is None
    assert resources._usable(tmp_path / "content/samples/coffee.jpg") is None


def test_a_bad_photo_becomes_a_key_and_keeps_its_details() -> None:
    with pytest.raises(ExhibitError) as trouble:
        resources.open_photo(b"")
    assert trouble.value.key == "photo_empty"


def test_the_network_sees_the_middle_square_in_its_own_share() -> None:
    assert resources.seen_share("alexnet-2012") == 1, "it is shown the whole middle square"
    assert resources.view(PHOTO, "alexnet-2012").startswith(b"\xff\xd8")


def test_every_trouble_that_can_happen_has_a_sentence() -> None:
    known = yaml.safe_load((ROOT / "content/en/words/errors.yaml").read_text("utf-8"))
    keys = {f"photo_{reason}" for reason in PHOTO_REASONS} | {f"weights_{reason}" for reason in WEIGHTS_REASONS}
    assert {key.replace("-", "_") for key in keys} - known.keys() == set()
