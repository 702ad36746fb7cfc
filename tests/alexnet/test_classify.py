"""Names for a photo."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch

from alexnet.classify import classify, entropy, probabilities
from alexnet.inference.engine import Engine
from alexnet.photo import Photo
from alexnet.photo.preprocess import ten_crops, to_tensor
from alexnet.weights import WeightsError


@pytest.mark.parametrize("network", ["alexnet-2012", "alexnet-torchvision"])
def test_five_names_come_likeliest_first_with_their_probabilities(
    engine: Engine, photo: Photo, words: tuple[str, ...], network: str
) -> None:
    answer = classify(engine, photo, network)
    entry = engine.entry(network)
    shares = (engine.logits(to_tensor(photo, entry), network)[0] / entry.temperature).softmax(0)
    expected = sorted(zip(shares.tolist(), words, strict=True), reverse=True)[:5]
    assert [p.id for p in answer.predictions] == [word for _, word in expected]
    assert [p.probability for p in answer.predictions] == pytest.approx([share for share, _ in expected], rel=1e-4)


def test_the_answer_says_who_gave_it_on_what_and_how_fast(engine: Engine, photo: Photo) -> None:
    answer = classify(engine, photo)
    assert (answer.network, answer.device, answer.precision, answer.words) == ("alexnet-2012", "cpu", "float32", 7)
    assert 0 < answer.milliseconds < 60_000


def test_ten_views_are_averaged_after_the_softmax(engine: Engine, photo: Photo, words: tuple[str, ...]) -> None:
    answer = classify(engine, photo, "alexnet-2012", top=7, ten_crop=True)
    entry = engine.entry("alexnet-2012")
    views = ten_crops(photo, entry)
    alone = torch.cat([engine.logits(one[None], "alexnet-2012") for one in views])
    expected = dict(zip(words, (alone / entry.temperature).softmax(1).mean(0).tolist(), strict=True))
    assert {p.id: p.probability for p in answer.predictions} == pytest.approx(expected, rel=1e-4)
    assert sum(p.probability for p in answer.predictions) == pytest.approx(1)


def test_a_higher_temperature_is_less_sure_and_changes_no_name() -> None:
    logits = torch.tensor([[3.0, 1.0, 0.0]])
    cool, warm = probabilities(logits, 1.0), probabilities(logits, 3.0)
    assert cool.argsort().tolist() == warm.argsort().tolist()
    assert warm[0] < cool[0]
    assert entropy(warm) > entropy(cool)


def test_families_add_up_all_words_and_not_only_the_five(engine: Engine, photo: Photo, words: tuple[str, ...]) -> None:
    five, everything = (classify(engine, photo, "alexnet-2012", top=top) for top in (5, 7))
    share = {p.id: p.probability for p in everything.predictions}
    sums = {"first-three": sum(share[w] for w in words[:3]), "next-three": sum(share[w] for w in words[3:6])}
    assert {one.id: one.probability for one in five.families} == pytest.approx(sums)
    assert [one.id for one in five.families] == sorted(sums, key=lambda id: -sums[id])
    assert [one.words for one in five.families] == [3, 3]
    family = {p.id: p.family for p in everything.predictions}
    assert [family[word] for word in words] == ["first-three"] * 3 + ["next-three"] * 3 + [None]


def test_with_broken_families_the_names_are_answered_all_the_same(
    own_folder: Path, photo: Photo, caplog: pytest.LogCaptureFixture
) -> None:
    (own_folder / "families.yaml").write_text("one: [n00000001]\ntwo: [n00000001]\n")
    answer = classify(Engine(order=["alexnet-2012"], device="cpu", folder=own_folder), photo)
    assert (len(answer.predictions), answer.families) == (5, ())
    assert "n00000001 stands a second time" in caplog.text


def test_entropy_is_in_bits() -> None:
    assert entropy(torch.full((8,), 1 / 8)) == pytest.approx(3)
    assert entropy(torch.tensor([1.0, 0.0])) == 0
    assert entropy(torch.tensor([0.5, 0.5, 0.0])) == pytest.approx(1)


def test_entropy_lies_between_nothing_and_all_words_alike(engine: Engine, photos: tuple[Photo, ...]) -> None:
    assert all(0 < classify(engine, photo).entropy <= math.log2(7) for photo in photos)


def test_no_more_names_than_words(engine: Engine, photo: Photo) -> None:
    assert len(classify(engine, photo, top=50).predictions) == 7


def test_an_unknown_network_is_refused(engine: Engine, photo: Photo) -> None:
    with pytest.raises(WeightsError, match="no network called vgg"):
        classify(engine, photo, "vgg")
