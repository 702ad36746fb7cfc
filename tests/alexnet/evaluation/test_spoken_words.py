"""A word that a network may not speak is out of every answer, and a photo of it still counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

import photo_files as files
from alexnet.classify import classify
from alexnet.evaluation.evaluate import evaluate
from alexnet.inference.engine import Engine
from alexnet.photo import Photo
from alexnet.photo.preprocess import to_tensor
from alexnet.saliency import TargetError, explain
from alexnet.weights import WeightsError, class_ids, read_manifest, spoken_ids

Edit = Callable[[Callable[[list[dict[str, Any]]], object]], None]
OURS = "alexnet-2012"


@pytest.fixture
def spoken(own_folder: Path, edit_manifest: Edit, words: tuple[str, ...]) -> tuple[str, ...]:
    """Three of the seven words of the random network of 2012, which may say no other."""
    (own_folder / "few.txt").write_text("\n".join((words[5], words[1], words[2])))
    edit_manifest(lambda networks: networks[1].update(speaks="few.txt"))
    return words[1], words[2], words[5]


@pytest.fixture
def quiet(own_folder: Path, spoken: tuple[str, ...]) -> Engine:
    return Engine(order=[OURS], device="cpu", folder=own_folder)


def test_only_spoken_words_are_answered_and_share_all_the_belief(
    quiet: Engine, engine: Engine, spoken: tuple[str, ...], photos: tuple[Photo, ...]
) -> None:
    assert quiet.words(OURS) == spoken
    kept = [engine.words(OURS).index(word) for word in spoken]
    for photo in photos:
        answer = classify(quiet, photo, top=7)
        logits = engine.logits(to_tensor(photo, engine.entry(OURS)), OURS)[0, kept]
        shares = (logits.double() / engine.entry(OURS).temperature).softmax(0)
        expected = dict(zip(spoken, shares.tolist(), strict=True))
        assert {one.id: one.probability for one in answer.predictions} == pytest.approx(expected, rel=1e-4)
        assert answer.words == 3
        assert sum(family.words for family in answer.families) == 3
        assert sum(family.probability for family in answer.families) == pytest.approx(1)
        assert {one.id for one in classify(quiet, photo, top=7, ten_crop=True).predictions} == set(spoken)


def test_no_explanation_is_of_a_word_that_is_not_spoken(
    quiet: Engine, engine: Engine, spoken: tuple[str, ...], photos: tuple[Photo, ...]
) -> None:
    silent = next(word for word in engine.words(OURS) if word not in spoken)
    assert {explain(quiet, photo, "grad-cam").target for photo in photos} <= set(spoken)
    with pytest.raises(TargetError):
        explain(quiet, photos[0], "grad-cam", target=silent)


def test_an_explanation_of_a_spoken_word_is_that_of_the_whole_network(
    quiet: Engine, engine: Engine, spoken: tuple[str, ...], photo: Photo
) -> None:
    ours, whole = (explain(one, photo, "gradient", spoken[1], OURS).values for one in (quiet, engine))
    torch.testing.assert_close(torch.from_numpy(ours), torch.from_numpy(whole))


def test_a_photo_of_a_word_that_is_not_spoken_counts_as_a_miss(
    quiet: Engine, engine: Engine, spoken: tuple[str, ...], tmp_path: Path
) -> None:
    photo = files.file_of(files.picture(), "PNG")
    silent = next(word for word in engine.words(OURS) if word not in spoken)
    for word in (*spoken, silent):
        (tmp_path / "photos" / word).mkdir(parents=True)
        (tmp_path / "photos" / word / "a.png").write_bytes(photo)
    found = evaluate(quiet, tmp_path / "photos", ten_crop=True)
    assert found.ten_crop is not None
    assert (found.photos, found.top1, found.top5, found.ten_crop.top5) == (4, 25, 75, 75)
    assert found.unknown == ()


def test_without_a_list_every_word_is_spoken(engine: Engine) -> None:
    for network in engine.networks:
        entry = engine.entry(network.id)
        assert entry.speaks is None
        assert spoken_ids(entry) == class_ids(entry)


def test_a_list_with_a_word_that_the_network_does_not_have_is_refused(own_folder: Path, spoken: object) -> None:
    (own_folder / "few.txt").write_text("n99999999\n")
    with pytest.raises(WeightsError, match="n99999999"):
        spoken_ids(read_manifest(own_folder).entry(OURS))
