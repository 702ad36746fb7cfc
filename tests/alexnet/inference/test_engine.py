"""One engine for many visitors: who answers, on what, in whose turn; and nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import torch

from alexnet.classify import classify
from alexnet.inference.engine import Engine, pick_device
from alexnet.inference.hooks import hooks_of, watching
from alexnet.photo import Photo
from alexnet.photo.preprocess import to_tensor

APP = Path(__file__).resolve().parents[3] / "app"
OURS, THEIRS = "alexnet-2012", "alexnet-torchvision"
NO_CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
EditManifest = Callable[[Callable[[list[dict[str, Any]]], object]], None]


def fresh(folder: Path, *order: str) -> Engine:
    return Engine(order=order or None, device="cpu", folder=folder)


def test_many_threads_at_once_get_what_each_would_get_alone(engine: Engine, photos: tuple[Photo, ...]) -> None:
    questions = [(photo, network) for photo in photos[:4] for network in (OURS, THEIRS)]
    alone = {(photo.digest, network): classify(engine, photo, network).predictions for photo, network in questions}

    def ask(photo: Photo, network: str, look_inside: bool) -> bool:
        if look_inside:
            pixels = to_tensor(photo, engine.entry(network)).requires_grad_()
            with engine.session(network) as module, watching(module, "relu5") as seen:
                module(pixels)[0, 0].backward()
                assert set(seen) == {"relu5"}
            assert pixels.grad is not None
            return bool(pixels.grad.abs().max() > 0)
        answer = classify(engine, photo, network).predictions
        expected = alone[photo.digest, network]
        close = [a.probability == pytest.approx(b.probability, rel=1e-3) for a, b in zip(answer, expected, strict=True)]
        return [a.id for a in answer] == [b.id for b in expected] and all(close)

    with ThreadPoolExecutor(12) as pool:
        looking = [pool.submit(ask, photo, network, True) for photo, network in questions if network == OURS]
        asked = [pool.submit(ask, *question, False) for question in questions * 2]
        assert all(future.result() for future in looking + asked)
    for network in (OURS, THEIRS):
        with engine.session(network) as module:
            assert hooks_of(module) == 0


def test_a_network_asked_for_by_name_answers(engine: Engine) -> None:
    assert engine.answering(THEIRS) == THEIRS
    assert engine.forward(torch.zeros(1, 3, 224, 224), THEIRS).network == THEIRS


def test_a_network_says_what_it_is(engine: Engine, words: tuple[str, ...]) -> None:
    ours = next(info for info in engine.networks if info.id == OURS)
    assert (ours.status, ours.classes, ours.is_2012, ours.device) == ("installed", 7, True, "cpu")
    assert engine.words(OURS) == words
    assert not next(info for info in engine.networks if info.id == THEIRS).is_2012


class LeftError(Exception):
    """A visitor who left."""


@pytest.mark.parametrize("fails", [False, True])
def test_a_session_leaves_no_trace(engine: Engine, photo: Photo, fails: bool) -> None:
    pixels = to_tensor(photo, engine.entry(OURS))
    before = engine.logits(pixels, OURS)

    def meddle() -> None:
        with engine.session(OURS) as module:
            module.train().requires_grad_(True)
            module.get_submodule("conv1").register_forward_hook(lambda _m, _i, maps: maps * 0)
            module.get_submodule("fc8").register_full_backward_hook(lambda _m, _i, _o: None)
            module.get_submodule("fc8").register_forward_pre_hook(lambda _m, _i: None)
            module(pixels).sum().backward()
            if fails:
                raise LeftError

    if fails:
        with pytest.raises(LeftError):
            meddle()
    else:
        meddle()
    with engine.session(OURS) as module:
        assert hooks_of(module) == 0
        assert not any(part.training for part in module.modules())
        assert not any(weight.requires_grad or weight.grad is not None for weight in module.parameters())
    torch.testing.assert_close(engine.logits(pixels, OURS), before)


def test_inside_a_session_the_same_thread_may_still_ask(engine: Engine, photo: Photo) -> None:
    with engine.session(OURS) as module, watching(module, "relu1") as seen:
        with engine.session(OURS) as same:
            assert same is module
        assert hooks_of(module) == 1, "an inner session leaves the outer one's hooks alone"
        assert classify(engine, photo, OURS).network == OURS
    assert seen["relu1"].shape == (1, 96, 55, 55)


def test_gradients_of_the_photo_are_there_and_those_of_the_weights_are_not(engine: Engine, photo: Photo) -> None:
    pixels = to_tensor(photo, engine.entry(OURS)).requires_grad_()
    with engine.session(OURS) as module:
        module(pixels)[0, 3].backward()
        assert all(weight.grad is None for weight in module.parameters())
    assert pixels.grad is not None
    assert float(pixels.grad.abs().max()) > 0


def test_watching_an_unknown_layer_hangs_up_no_hook(engine: Engine) -> None:
    with engine.session(OURS) as module:
        with pytest.raises(AttributeError), watching(module, "relu1", "relu9"):
            pass
        assert hooks_of(module) == 0


def test_warm_up_chooses_a_precision_whose_names_agree(weights_folder: Path, photos: tuple[Photo, ...]) -> None:
    engine = fresh(weights_folder, OURS)
    plain = [classify(engine, photo).predictions for photo in photos]
    engine.warm_up(photos)
    answers = [classify(engine, photo) for photo in photos]
    assert {answer.precision for answer in answers} <= {"float32", "bfloat16", "int4", "int4, bfloat16"}
    assert [[p.id for p in a.predictions] for a in answers] == [[p.id for p in names] for names in plain]
    with engine.session() as module:
        assert {weight.dtype for weight in module.parameters()} == {torch.float32}, "explanations stay in float32"
        assert engine.forward(to_tensor(photos[0], engine.entry(OURS))).precision == answers[0].precision


def test_the_device_can_be_chosen_and_is_found_otherwise(weights_folder: Path) -> None:
    assert Engine(device="cpu", folder=weights_folder).device == torch.device("cpu")
    assert pick_device("auto").type in ("cuda", "mps", "cpu")
    if torch.cuda.is_available():
        assert pick_device("auto").type == "cuda"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the process's memory from /proc")
def test_loading_needs_little_more_memory_than_the_weights(weights_folder: Path) -> None:
    program = f"""
import sys, torch
from pathlib import Path
from alexnet.inference.engine import Engine
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
engine = Engine(["{OURS}"], "cpu", Path({str(weights_folder)!r}))
before = peak()
engine.answering()
with engine.session() as module:
    weights = sum(p.numel() for p in module.parameters()) * 4 / 2**20
print((peak() - before) / weights)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=APP, check=True, capture_output=True, text=True)
    assert float(run.stdout) < 1.4


@pytest.mark.gpu
@NO_CUDA
def test_a_cuda_device_gives_the_names_of_the_cpu(weights_folder: Path, photos: tuple[Photo, ...]) -> None:
    for network in (OURS, THEIRS):
        there, here = Engine([network], "cuda", weights_folder), fresh(weights_folder, network)
        there.warm_up(photos)
        for photo in photos:
            answer, expected = classify(there, photo), classify(here, photo)
            assert answer.device == "cuda"
            assert [p.id for p in answer.predictions] == [p.id for p in expected.predictions]
