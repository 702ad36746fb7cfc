"""Which network answers: the order, and what happens when a file cannot be used."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from alexnet.classify import classify
from alexnet.inference.engine import Engine
from alexnet.photo import Photo
from alexnet.weights import WeightsError

OURS, THEIRS = "alexnet-2012", "alexnet-torchvision"
EditManifest = Callable[[Callable[[list[dict[str, Any]]], object]], None]


def fresh(folder: Path, *order: str) -> Engine:
    return Engine(order=order or None, device="cpu", folder=folder)


def test_the_first_of_the_order_answers(weights_folder: Path) -> None:
    for order in ([OURS, THEIRS], [THEIRS, OURS]):
        engine = fresh(weights_folder, *order)
        assert engine.default == order[0]
        assert not any(info.loaded for info in engine.networks), "nothing is loaded before it is wanted"
        assert engine.answering() == order[0]
        assert [info.id for info in engine.networks if info.loaded] == [order[0]]


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def alter(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(("damage", "reason"), [(truncate, "truncated"), (alter, "checksum"), (Path.unlink, "missing")])
def test_when_a_file_is_unusable_the_next_network_answers_and_the_problem_is_kept(
    own_folder: Path, photo: Photo, damage: Callable[[Path], None], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    damage(own_folder / "two-towers.safetensors")
    engine = fresh(own_folder, OURS, THEIRS)
    with caplog.at_level(logging.WARNING, "alexnet"):
        for _ in range(3):
            assert classify(engine, photo).network == THEIRS
    assert [problem.reason for problem in engine.problems] == [reason]
    assert len([record for record in caplog.records if OURS in record.getMessage()]) == 1, "logged once"
    status = next(info.status for info in engine.networks if info.id == OURS)
    assert status == ("missing" if reason == "missing" else "damaged")
    with pytest.raises(WeightsError) as refused:
        engine.logits(torch.zeros(1, 3, 227, 227), OURS)
    assert refused.value.reason == reason


def test_a_file_of_another_shape_is_named_and_the_next_network_answers(
    own_folder: Path, edit_manifest: EditManifest
) -> None:
    (own_folder / "words.txt").write_text("n1 n2 n3")
    (own_folder / "seven.txt").write_text("n1 n2 n3 n4 n5 n6 n7")
    edit_manifest(lambda networks: networks[0].update(classes="seven.txt"))
    engine = fresh(own_folder, OURS, THEIRS)
    assert engine.answering() == THEIRS
    assert [problem.reason for problem in engine.problems] == ["shape"]
    assert "fc8.bias should be (3,) and is (7,)" in str(engine.problems[0].details["problem"])


def test_a_network_nobody_has_downloaded_yet_is_no_problem_until_it_is_asked_for(own_folder: Path) -> None:
    (own_folder / "one-tower.pth").unlink()
    engine = fresh(own_folder, THEIRS, OURS)
    assert (engine.default, engine.answering(), engine.problems) == (OURS, OURS, ())
    assert engine.answering(THEIRS) == OURS
    assert [problem.reason for problem in engine.problems] == ["missing"]


def test_a_network_that_arrives_later_is_taken_up_without_a_restart(own_folder: Path) -> None:
    file, away = own_folder / "one-tower.pth", own_folder / "away"
    file.rename(away)
    engine = fresh(own_folder, THEIRS, OURS)
    assert engine.answering(THEIRS) == OURS
    away.rename(file)
    assert engine.default == THEIRS
    assert engine.answering() == THEIRS
    assert engine.problems == ()


def test_without_any_network_there_is_one_clear_error(own_folder: Path, photo: Photo) -> None:
    for file in ("one-tower.pth", "two-towers.safetensors"):
        (own_folder / file).unlink()
    engine = fresh(own_folder)
    engine.warm_up([photo])
    assert engine.default is None
    with pytest.raises(WeightsError, match="No network is installed"):
        classify(engine, photo)


def test_a_broken_manifest_and_an_unknown_name_are_problems_not_crashes(own_folder: Path) -> None:
    engine = fresh(own_folder, "vgg", OURS)
    assert engine.order == (OURS,)
    assert [problem.reason for problem in engine.problems] == ["unknown-network"]
    (own_folder / "manifest.yaml").write_text("networks: 3")
    broken = fresh(own_folder)
    assert [problem.reason for problem in broken.problems] == ["manifest"]
    assert (broken.networks, broken.default) == ((), None)


def test_the_two_networks_used_last_stay_loaded(own_folder: Path, edit_manifest: EditManifest) -> None:
    edit_manifest(lambda networks: networks.append(networks[1] | {"id": "third"}))
    engine = fresh(own_folder)
    for network in (OURS, THEIRS, OURS, "third"):
        with engine.session(network):
            pass
    assert [info.id for info in engine.networks if info.loaded] == [OURS, "third"]
