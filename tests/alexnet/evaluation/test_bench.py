"""What `alexnet.evaluation.bench` promises: every figure the README shows, as medians, in one record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alexnet.cli import main
from alexnet.evaluation import bench as benching
from alexnet.evaluation.bench import BATCHES, Bench, NetworkBench, bench, sample
from alexnet.photo import open_photo
from alexnet.saliency import METHODS, Method
from alexnet.weights import WeightsError


@pytest.fixture
def quick(weights_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small photo, small batches, and only the methods that take one look."""
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(weights_folder))
    monkeypatch.setattr(benching, "_PHOTO_SIZE", (400, 300))
    monkeypatch.setattr(benching, "BATCHES", (1, 2))
    few: dict[str, Method] = {name: method for name, method in METHODS.items() if not method.slow}
    monkeypatch.setattr("alexnet.saliency.METHODS", few)


@pytest.mark.usefixtures("quick")
def test_one_run_measures_every_step_of_a_network() -> None:
    result = bench("cpu", "alexnet-2012", repeats=1)
    (one,) = result.networks
    assert (one.network, one.device) == ("alexnet-2012", "cpu")
    assert min(one.decode, one.preprocess, one.forward, one.forward_float32) > 0
    assert one.saliency.keys() == {"gradient", "grad-cam"}
    assert one.photos_per_second.keys() == {1, 2}
    assert 0 < result.memory_start_mb <= result.memory_peak_mb
    assert "torch" in result.machine


def test_the_command_prints_the_same_for_people_and_for_programs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speeds, saliency = {1: 40.5, 8: 90.5}, {"gradient": 63.5}
    one = NetworkBench("a network", "cpu", "bfloat16", 10.5, 2.5, 11.5, 26.5, saliency, speeds, 612.0)
    result = Bench("2026-11-22", "a machine", "a photo", 9, 50.0, 700.0, (one,))
    monkeypatch.setattr(benching, "bench", lambda *_: result)
    assert main(["bench", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["networks"][0]["photos_per_second"] == {"1": 40.5, "8": 90.5}
    assert main(["bench"]) == 0
    printed = capsys.readouterr().out
    for figure in ("24.5", "10.5", "2.5", "11.5", "26.5", "63.5", "40.5 photos/s", "90.5 photos/s", "612 MB", "700 MB"):
        assert figure in printed


def test_without_networks_there_is_nothing_to_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(tmp_path))
    with pytest.raises(WeightsError, match="No network"):
        bench("cpu", repeats=1)


def test_the_photo_that_is_measured_is_always_the_same() -> None:
    assert sample() == sample()
    assert open_photo(sample()).size == (1024, 768)


def test_the_batches_are_those_of_the_readme() -> None:
    assert BATCHES == (1, 8, 32)
