"""`explain`: every method of the registry, on both networks, from photo to map."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from alexnet.classify import classify
from alexnet.inference.engine import Engine
from alexnet.inference.hooks import hooks_of
from alexnet.photo import Photo
from alexnet.photo.preprocess import view
from alexnet.saliency import METHODS, MethodError, ParameterError, SaliencyMap, TargetError, explain, locate_peak

QUICK = {"integrated-gradients": {"stretches": 2, "steps": 2}, "occlusion": {"patch": 120, "stride": 120}}
NETWORKS = ("alexnet-2012", "alexnet-torchvision")
APP = Path(__file__).resolve().parents[3] / "app"


def ask(engine: Engine, photo: Photo, method: str, **wishes: str) -> SaliencyMap:
    return explain(engine, photo, method, settings=QUICK.get(method), **wishes)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("method", METHODS)
def test_a_map_covers_the_square_that_the_network_saw(engine: Engine, photo: Photo, method: str, network: str) -> None:
    word = engine.words(network)[3]
    answer = ask(engine, photo, method, target=word, network=network)
    square = view(photo, engine.entry(network))
    assert (answer.network, answer.method, answer.target) == (network, method, word)
    assert np.array_equal(answer.view, square)
    assert (answer.values.shape, answer.values.dtype) == (square.shape[:2], np.float32)
    assert np.isfinite(answer.values).all()
    assert np.abs(answer.values).max() == pytest.approx(1)
    assert answer.signed == METHODS[method].signed
    assert answer.signed or answer.values.min() >= 0
    assert answer.peak > 0
    assert answer.milliseconds > 0
    assert answer.where == locate_peak(answer.values)


@pytest.mark.parametrize("method", METHODS)
def test_many_visitors_at_once_get_what_each_would_get_alone(
    engine: Engine, photos: tuple[Photo, ...], method: str
) -> None:
    visitors = 2 if METHODS[method].slow else 4
    jobs = [(photo, NETWORKS[index % 2]) for index, photo in enumerate(photos[:visitors])]
    alone = [ask(engine, photo, method, network=network) for photo, network in jobs]
    with ThreadPoolExecutor(len(jobs)) as pool:
        together = list(pool.map(lambda job: ask(engine, job[0], method, network=job[1]), jobs))
    for one, other in zip(alone, together, strict=True):
        assert (one.target, one.network) == (other.target, other.network)
        np.testing.assert_allclose(one.values, other.values, atol=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_without_a_word_the_first_answer_is_explained(engine: Engine, photo: Photo, method: str) -> None:
    assert ask(engine, photo, method).target == classify(engine, photo).predictions[0].id


@pytest.mark.parametrize("method", METHODS)
def test_another_word_gets_another_map(engine: Engine, photo: Photo, method: str) -> None:
    first, second = (ask(engine, photo, method, target=word).values for word in engine.words("alexnet-2012")[:2])
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("method", METHODS)
def test_who_leaves_in_the_middle_leaves_nothing_behind(engine: Engine, photo: Photo, method: str) -> None:
    class Left(Exception):  # noqa: N818
        pass

    def leave(share: float) -> None:
        raise Left

    with pytest.raises(Left):
        explain(engine, photo, method, progress=leave, settings=QUICK.get(method))
    with ThreadPoolExecutor(1) as other, engine.session("alexnet-2012") as module:
        assert hooks_of(module) == 0
        waiting = other.submit(classify, engine, photo)
    assert waiting.result(timeout=60).network == "alexnet-2012"


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if method.slow])
def test_between_two_chunks_another_visitor_is_answered(engine: Engine, photo: Photo, method: str) -> None:
    answers = []
    with ThreadPoolExecutor(1) as other:
        explain(
            engine,
            photo,
            method,
            progress=lambda share: answers.append(other.submit(classify, engine, photo).result(timeout=60)),
            settings=QUICK.get(method),
        )
    assert len(answers) >= 2


def test_integrated_gradients_in_parts_by_default_add_up_to_the_change_of_the_score(
    engine: Engine, photo: Photo
) -> None:
    import torch

    from alexnet.photo.preprocess import to_tensor

    answer = explain(engine, photo, "integrated-gradients", network="alexnet-2012")
    pixels = to_tensor(photo, engine.entry("alexnet-2012"))
    scores = engine.logits(torch.cat([pixels, torch.zeros_like(pixels)]), "alexnet-2012")
    index = engine.words("alexnet-2012").index(answer.target)
    assert answer.peak * answer.values.sum() == pytest.approx(float(scores[0, index] - scores[1, index]), rel=0.1)


def test_a_word_the_network_does_not_know_is_refused_by_name(engine: Engine, photo: Photo) -> None:
    with pytest.raises(TargetError, match=r"'alexnet-2012'.*'n99999999'") as refusal:
        explain(engine, photo, "gradient", "n99999999", "alexnet-2012")
    assert isinstance(refusal.value, ValueError)
    assert (refusal.value.target, refusal.value.network) == ("n99999999", "alexnet-2012")


def test_unknown_methods_and_settings_are_refused_before_any_work(engine: Engine, photo: Photo) -> None:
    with pytest.raises(MethodError, match="divination"):
        explain(engine, photo, "divination")
    with pytest.raises(ParameterError, match=r"gradient.*patch"):
        explain(engine, photo, "gradient", settings={"patch": 9})


def test_reading_the_list_of_methods_costs_neither_torch_nor_captum() -> None:
    modules = "alexnet.saliency, alexnet.layers, alexnet.filters, alexnet.render.tiles"
    program = f"import sys, {modules}; sys.exit(bool({{'torch', 'captum'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], cwd=APP, check=False).returncode == 0


def test_occlusion_explains_the_probability_that_the_answer_shows(engine: Engine, photo: Photo) -> None:
    from alexnet.classify import probabilities
    from alexnet.photo.preprocess import to_tensor

    entry = engine.entry("alexnet-2012")
    assert entry.temperature != 1
    answer = explain(engine, photo, "occlusion", network=entry.id, settings={"patch": 120, "stride": 120})
    whole = to_tensor(photo, entry)
    covered = whole.clone()
    covered[:, :, :120, :120] = 0
    index = engine.words(entry.id).index(answer.target)
    before, after = (
        float(probabilities(engine.logits(pixels, entry.id), entry.temperature)[index]) for pixels in (whole, covered)
    )
    assert before == pytest.approx(classify(engine, photo, entry.id).predictions[0].probability)
    assert answer.values[0, 0] * answer.peak == pytest.approx(before - after, abs=1e-5)
