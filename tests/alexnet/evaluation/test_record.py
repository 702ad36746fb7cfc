"""What is measured of a network, on which photographs, and what is chosen from that."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch
from PIL import Image
from torch import nn

import photo_files as files
from alexnet.evaluation.evaluate import EmptyDatasetError, evaluate
from alexnet.evaluation.held_out import LISTED, Answers, HeldOutSet, answers, mean_shares, read_held_out
from alexnet.evaluation.record import choose_words, silenced, write_manifest
from alexnet.evaluation.results import HeldOut, Results, Temperature, Training, read_results
from alexnet.evaluation.scores import Scores
from alexnet.inference.engine import Engine
from alexnet.train.balance import STRENGTHS, balance
from alexnet.weights.manifest import MANIFEST, SHIPPED, NetworkEntry, class_ids, read_manifest, spoken_ids
from alexnet.weights.packing import replace_bias, unpack

SET = HeldOutSet(id="sharp", title="Sharp", repository="https://example.org/photos", commit="0" * 40)


def of_ten_words(truth: list[int], lead: float = 0.0) -> Answers:
    """Answers of a network of ten words: two points for the truth, and `lead` for word 0, always."""
    logits = torch.linspace(0, -0.9, 10).repeat(len(truth), 1)
    logits[torch.arange(len(truth)), truth] = 2.0
    logits[:, 0] += lead
    return Answers(logits, torch.tensor(truth))


# which words may be spoken


def test_words_that_spoil_more_than_they_bring_are_silenced() -> None:
    """Words 5 to 9 are never true, get the least belief in all, and come first once in five photographs each."""
    truth = torch.arange(20) % 5
    logits = torch.ones(20, 10)
    logits[:, 5:] = -9
    logits[torch.arange(20), truth] = 2
    logits[torch.arange(20), 5 + truth] = 2.8
    chosen, tried = choose_words(Answers(logits, truth))
    assert chosen.tolist() == [True] * 5 + [False] * 5
    assert (tried[0].words, tried[0].top1, tried[0].top5) == (10, 0, 100)
    assert (tried[-1].words, tried[-1].top1) == (5, 100)


def test_where_silence_brings_nothing_every_word_is_spoken() -> None:
    chosen, tried = choose_words(of_ten_words(list(range(10))))
    assert chosen.all()
    assert (tried[0].words, tried[0].top1, tried[0].top5) == (10, 100, 100)
    assert tried[-1].top1 < 100, "the photographs of silenced words are counted"


def test_a_silenced_word_gets_no_probability() -> None:
    shares = silenced(torch.zeros(2, 4), torch.tensor([True, False, True, False])).softmax(1)
    assert shares.tolist() == [[0.5, 0.0, 0.5, 0.0]] * 2


# words that are named too readily


def test_belief_is_taken_from_a_word_that_is_named_too_readily() -> None:
    found = of_ten_words(list(range(10)) * 3, lead=2.5)
    added, brought = balance([found])
    assert (brought.before.top1, brought.after.top1) == (10, 100)
    assert brought.strength in STRENGTHS
    assert added.argmin() == 0
    assert torch.equal((found.logits + added).argmax(1), found.truth)


def test_a_network_without_favourites_is_left_as_it_is() -> None:
    added, brought = balance([of_ten_words(list(range(10)))])
    assert brought.strength == 0
    assert not added.any()
    assert brought.before == brought.after


def test_the_mean_belief_is_taken_over_the_first_set_and_the_power_over_all() -> None:
    first, second = of_ten_words(list(range(10)), lead=2.5), of_ten_words([3, 4])
    added, brought = balance([first, second])
    assert brought.before.photos == 12
    expected = -brought.strength * mean_shares(first.logits).log().float()
    torch.testing.assert_close(added, expected)


def test_another_bias_leaves_every_other_number_of_the_file_as_it_was(weights_folder: Path, tmp_path: Path) -> None:
    source, out = weights_folder / "two-towers.safetensors", tmp_path / "balanced.safetensors"
    before, header = unpack(source)
    bias = torch.arange(7.0)
    replace_bias(source, out, "fc8.bias", bias, {"balance": "told"})
    after, new_header = unpack(out)
    assert torch.equal(after.pop("fc8.bias"), bias)
    assert all(torch.equal(tensor, before[name]) for name, tensor in after.items())
    assert new_header == {**header, "balance": "told"}


# photographs


def lay_out(folder: Path, words: tuple[str, ...]) -> None:
    for number, word in enumerate(words):
        (folder / word).mkdir(parents=True)
        picture = Image.new("RGB", (90, 70), (40 * number, 200 - 30 * number, 90))
        (folder / word / "a.png").write_bytes(files.file_of(picture, "PNG"))


def loaded(engine: Engine) -> tuple[NetworkEntry, nn.Module]:
    with engine.session("alexnet-2012") as module:
        return engine.entry("alexnet-2012"), module


def test_the_answers_to_a_set_are_the_network_s_logits(engine: Engine, words: tuple[str, ...], tmp_path: Path) -> None:
    lay_out(tmp_path / "sharp", words[:3])
    found = answers(*loaded(engine), tmp_path, SET)
    assert found.truth.tolist() == [0, 1, 2]
    first = evaluate(engine, tmp_path / "sharp", "alexnet-2012")
    assert 100 * float((found.logits.argmax(1) == found.truth).double().mean()) == first.top1


def test_photographs_that_are_not_there_are_asked_for_with_their_source(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(EmptyDatasetError, match=r"sharp.*https://example\.org/photos"):
        answers(*loaded(engine), tmp_path, SET)


def test_a_photograph_that_cannot_be_opened_stops_the_record(
    engine: Engine, words: tuple[str, ...], tmp_path: Path
) -> None:
    lay_out(tmp_path / "sharp", words[:2])
    (tmp_path / "sharp" / words[0] / "a.png").write_bytes(b"no photo")
    with pytest.raises(EmptyDatasetError, match=r"a\.png"):
        answers(*loaded(engine), tmp_path, SET)


def test_what_is_chosen_on_is_never_what_is_reported() -> None:
    sets = read_held_out()
    development, test = ({(one.id, one.repository) for one in some} for some in (sets.development, sets.test))
    assert not development & test
    assert not {repository for _, repository in development} & {repository for _, repository in test}
    known = set(class_ids(read_manifest(SHIPPED).entry("alexnet-2012")))
    assert all(set(one.near_equals) <= known for one in sets.test)


# what is written


def some_results(words: int = 7, spoken: int = 7) -> Results:
    return Results(
        network="alexnet-2012",
        date="2026-12-01",
        words=words,
        spoken=spoken,
        held_out=(HeldOut(title="Sharp ones", single=Scores(photos=10, top1=30.04, top5=50)),),
        temperature=Temperature(temperature=0.812, fitted_on="a", measured_on="b", ece_before=9, ece_after=2),
        training=Training(device="one core", minutes=25, images=6000, pixels="67"),
    )


def test_the_manifest_gets_the_record_s_figures_and_list(
    own_folder: Path, weights_folder: Path, words: tuple[str, ...]
) -> None:
    (own_folder / MANIFEST).write_text((SHIPPED / MANIFEST).read_text("utf-8"), "utf-8")
    (own_folder / "classes-1000.txt").write_text("\n".join(words))
    write_manifest(some_results(spoken=3), words[:3], own_folder)
    entry = read_manifest(own_folder).entry("alexnet-2012")
    assert (entry.accuracy.top1, entry.accuracy.top5, entry.accuracy.measured_on) == (30.0, 50.0, "Sharp ones")
    assert entry.temperature == 0.812
    assert spoken_ids(entry) == words[:3]
    others = [one.model_dump() for one in read_manifest(own_folder).networks if one.id != "alexnet-2012"]
    assert others == [one.model_dump() for one in read_manifest(SHIPPED).networks if one.id != "alexnet-2012"]
    write_manifest(some_results(), words, own_folder)
    assert read_manifest(own_folder).entry("alexnet-2012").speaks is None
    assert not list(own_folder.glob("*.speaks.txt"))


def test_only_lines_with_figures_change_and_comments_stay(own_folder: Path, words: tuple[str, ...]) -> None:
    before = (SHIPPED / MANIFEST).read_text("utf-8")
    (own_folder / MANIFEST).write_text(before, "utf-8")
    write_manifest(some_results(), words, own_folder)
    after = (own_folder / MANIFEST).read_text("utf-8")
    changed = {line.split(":")[0].strip() for line in set(after.splitlines()) - set(before.splitlines())}
    assert changed <= {"top1", "top5", "measured_on", "temperature"}


def test_the_record_is_found_again_where_the_photographs_are() -> None:
    """The record was measured in float32; other machines and formats differ on a photograph or two in a thousand."""
    place = os.environ.get("PHOTOGRAPHS")
    if not place:
        pytest.skip(f"the photographs of {LISTED.name} are not here: PHOTOGRAPHS=FOLDER names their folder")
    recorded, first = read_results(), read_held_out().test[0]
    found = evaluate(Engine(order=[recorded.network], device="cpu"), Path(place) / first.id, recorded.network)
    lot = recorded.held_out[0]
    assert (lot.title, lot.single.photos) == (first.title, found.photos)
    assert found.top1 == pytest.approx(lot.single.top1, abs=0.5)
    assert found.top5 == pytest.approx(lot.single.top5, abs=0.5)
    assert found.single.ece == pytest.approx(lot.single.ece, abs=0.5)
