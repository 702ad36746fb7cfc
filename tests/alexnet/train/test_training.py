"""The training code learns, resumes, and keeps tests out of training."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from alexnet.networks.alexnet_2012 import AlexNet2012
from alexnet.train import shards
from alexnet.train.augment import cutmix
from alexnet.train.data import PhotoSet, build
from alexnet.train.folding import BatchNormFolding, forward_any_size
from alexnet.train.recipe import RECIPE, Recipe, read_recipe
from alexnet.train.run import Run
from alexnet.train.score import score

CPU = torch.device("cpu")


class Thin(AlexNet2012):
    """The network of 2012 with narrow dense layers, so that a test run takes seconds."""

    def __init__(self, classes: int) -> None:
        super().__init__(classes=classes)
        self.fc6, self.fc7, self.fc8 = nn.Linear(9216, 64), nn.Linear(64, 64), nn.Linear(64, classes)


@pytest.fixture
def recipe() -> Recipe:
    changes = {
        "mix": {"squares": 1.0},
        "stages": [{"start": 0.0, "pixels": 67, "batch": 16}],
        "rate": 0.002,
        "colour_shift": 0.01,
    }
    return Recipe.model_validate(read_recipe().model_dump() | changes)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """Two words: reddish and bluish noise; one held-out picture also lies among the training pictures."""
    noise = np.random.default_rng(0)
    for part, count in (("train", 40), ("val", 10)):
        for word, channel in (("n01440764", 0), ("n01443537", 2)):
            folder = tmp_path / "squares" / part / word
            folder.mkdir(parents=True)
            for index in range(count):
                pixels = noise.integers(0, 120, (64, 64, 3), dtype=np.uint8)
                pixels[..., channel] += 130
                Image.fromarray(pixels).save(folder / f"{index}.png")
    twin = tmp_path / "squares" / "val" / "n01440764" / "0.png"
    (tmp_path / "squares" / "train" / "n01440764" / "7.png").write_bytes(twin.read_bytes())
    build([PhotoSet("squares", tmp_path / "squares", 64)], tmp_path / "data")
    return tmp_path / "data"


def test_a_tiny_run_learns_to_tell_two_colours_apart(recipe: Recipe, photographs: Path, tmp_path: Path) -> None:
    run = Run(recipe, photographs, tmp_path / "run", CPU, Thin, steps_limit=25)
    run.go()
    network = Thin(2)
    network.load_state_dict(torch.load(tmp_path / "run" / "weights.pt", weights_only=True))
    assert score(network, photographs, "squares", pixels=67).top1 > 95


@pytest.fixture
def scaffolded() -> BatchNormFolding:
    """A thin network whose scaffold has seen some photographs and moved away from where it stood."""
    torch.manual_seed(0)
    learner = BatchNormFolding(Thin(2), momentum=0.5)
    learner.train()
    for _ in range(3):
        learner(torch.randn(8, 3, 67, 67) * 2)
    with torch.no_grad():
        for norm in learner.norms.values():
            norm.weight.uniform_(0.5, 2.0)
            norm.bias.normal_()
    return learner.eval()


def test_taking_the_scaffold_down_changes_no_answer(scaffolded: BatchNormFolding) -> None:
    plain = Thin(2).eval()
    plain.load_state_dict(scaffolded.fold())
    photos = torch.randn(4, 3, 67, 67, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        assert torch.allclose(forward_any_size(plain, photos), scaffolded(photos), atol=1e-4)


def test_putting_the_scaffold_up_changes_no_answer() -> None:
    torch.manual_seed(0)
    network, photos = Thin(2).eval(), torch.randn(8, 3, 131, 131)
    learner = BatchNormFolding(network)
    learner.settle(photos)
    with torch.no_grad():
        assert torch.allclose(learner.eval()(photos), forward_any_size(network, photos), atol=1e-4)


def test_a_run_that_was_stopped_ends_with_the_weights_of_one_that_was_not(
    recipe: Recipe, photographs: Path, tmp_path: Path
) -> None:
    straight = Run(recipe, photographs, tmp_path / "straight", CPU, Thin, steps_limit=6)
    straight.go()
    Run(recipe, photographs, tmp_path / "halves", CPU, Thin, steps_limit=6).go(stop_at=0.5)
    resumed = Run(recipe, photographs, tmp_path / "halves", CPU, Thin, steps_limit=6)
    assert resumed.step == 3
    resumed.go()
    for name, tensor in straight.learner.state_dict().items():
        assert torch.allclose(tensor, resumed.learner.state_dict()[name], atol=1e-6), name


def test_a_training_photograph_that_equals_a_held_out_one_is_left_out(photographs: Path) -> None:
    assert np.load(photographs / "squares_leave_out.npy").tolist() == [sorted(str(i) for i in range(40)).index("7")]


def test_small_photographs_pass_through_the_same_layers_as_large_ones() -> None:
    network = Thin(2).eval()
    with torch.no_grad():
        assert forward_any_size(network, torch.zeros(1, 3, 67, 67)).shape == (1, 2)
        large = torch.randn(1, 3, 227, 227, generator=torch.Generator().manual_seed(0))
        assert torch.allclose(forward_any_size(network, large), network(large), atol=1e-5)


def test_the_rate_rises_then_falls_to_nothing(recipe: Recipe) -> None:
    assert recipe.rate_at(0.0) < recipe.rate_at(recipe.warm_up)
    assert recipe.rate_at(recipe.warm_up) == pytest.approx(recipe.rate)
    assert recipe.rate_at(1.0) < 1e-6


def test_a_mistyped_field_of_a_recipe_is_named(tmp_path: Path) -> None:
    (tmp_path / "recipe.yaml").write_text("sead: 0\n", encoding="utf-8")
    with pytest.raises(ValueError, match="sead"):
        read_recipe(tmp_path / "recipe.yaml")


def test_a_set_named_wrongly_on_the_command_line_says_what_is_expected() -> None:
    with pytest.raises(ValueError, match="NAME=FOLDER:PIXELS"):
        PhotoSet.parse("tiny=/somewhere")


def test_shards_bring_every_photograph_with_its_word_but_none_that_equals_a_test(
    photographs: Path, tmp_path: Path
) -> None:
    packed = shards.pack(photographs, tmp_path / "shards", megabytes=0.06, quality=90)
    shards.unpack(packed, tmp_path / "again")
    assert len(packed) > 1
    for part, left_out in (("train", 1), ("val", 0)):
        x, y = (np.load(tmp_path / "again" / f"squares_{part}_{end}.npy") for end in "xy")
        assert x.shape == (len(y), 64, 64, 3)
        assert len(y) == len(np.load(photographs / f"squares_{part}_y.npy")) - left_out
        redder = x[..., 0].mean((1, 2)) > x[..., 2].mean((1, 2))
        assert (redder == (y == 0)).all()  # each photograph still has its own word


def test_a_patch_comes_from_the_photograph_that_is_said_to_have_lent_it() -> None:
    photos = torch.arange(6.0).view(6, 1, 1, 1).expand(6, 3, 40, 40)
    mixed, lenders, stayed = cutmix(photos, torch.Generator().manual_seed(3))
    own = (mixed == photos).float().mean((1, 2, 3))
    lent = (mixed == photos[lenders]).float().mean((1, 2, 3))
    others = lenders != torch.arange(6)
    assert 0 < stayed < 1
    assert torch.allclose(own[others], torch.tensor(stayed))
    assert torch.allclose(lent[others], torch.tensor(1 - stayed))


def test_both_recipes_are_whole() -> None:
    for name in ("recipe.yaml", "recipe-gpu.yaml"):
        assert sum(read_recipe(RECIPE.with_name(name)).mix.values()) == pytest.approx(1)
