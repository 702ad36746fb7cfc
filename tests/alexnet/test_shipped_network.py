"""What the network in the box says to the museum's own photos: as weak as it is, and no weaker.

It was trained for hours, not days (weights/README.md). When a better network ships, these promises are to be raised,
never lowered.
"""

from pathlib import Path

import pytest
from PIL import Image

import icc_profiles as icc
import photo_files as files
from alexnet.classify import classify
from alexnet.inference.engine import Engine
from alexnet.photo import open_photo

SAMPLES = Path(__file__).resolve().parents[2] / "content" / "samples"
RIGHT = {
    "rocket": {"n03773504", "n04008634"},  # missile, projectile: there is no word for a rocket to space
    "coffee": {"n07920052"},  # espresso
}
CATS = {"n02129604", "n02127052", "n02129165", "n02125311", "n02123045", "n02123394", "n02124075"}  # tiger, lynx, ...


@pytest.fixture(scope="module")
def shipped() -> Engine:
    return Engine(order=["alexnet-2012"], device="cpu")


@pytest.mark.parametrize("sample", sorted(RIGHT))
def test_a_sample_photo_gets_its_right_name_first(sample: str, shipped: Engine) -> None:
    found = classify(shipped, open_photo((SAMPLES / f"{sample}.jpg").read_bytes()))
    assert found.predictions[0].id in RIGHT[sample]
    assert found.families[0].id == found.predictions[0].family


def test_the_cat_is_a_cat_of_some_size(shipped: Engine) -> None:
    photo = open_photo((SAMPLES / "cat.jpg").read_bytes())
    assert CATS & {prediction.id for prediction in classify(shipped, photo).predictions}


@pytest.mark.parametrize("space", ["Display P3", "Adobe RGB"])
def test_a_twin_in_other_numbers_gets_the_same_first_name(space: str, shipped: Engine) -> None:
    """As a phone's or a camera's file of the same scene would, where the network knows a word for the scene."""
    profile = icc.rgb_profile(space)
    for file in (SAMPLES / f"{name}.jpg" for name in (*RIGHT, "cat")):
        with Image.open(file) as image:
            picture = image.convert("RGB")
        twin = files.file_of(icc.twin(picture, profile), "PNG", icc_profile=profile)
        first, second = (classify(shipped, open_photo(data)).predictions[0] for data in (file.read_bytes(), twin))
        assert first.id == second.id, file.stem


def test_no_sample_photo_makes_it_boast(shipped: Engine) -> None:
    for file in sorted(SAMPLES.glob("*.jpg")):
        best = classify(shipped, open_photo(file.read_bytes())).predictions[0]
        assert best.probability < 0.5, f"{file.stem}: {best.id} at {best.probability:.0%}"
