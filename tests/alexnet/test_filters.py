"""The first layer's kernels: which picture belongs to which weights and which tower, and what counts as colourful."""

import numpy as np
import pytest

from alexnet.filters import colourfulness, first_layer, tower_colour
from alexnet.inference.engine import Engine


def kernel(red: float, green: float, blue: float) -> np.ndarray:
    """One kernel (1, 3, 2, 2) with one weight per colour, the same everywhere."""
    return np.broadcast_to(np.array([red, green, blue], np.float32).reshape(1, 3, 1, 1), (1, 3, 2, 2))


@pytest.mark.parametrize(
    ("colours", "expected"),
    [((1, 1, 1), 0), ((-3, -3, -3), 0), ((1, -1, 0), 1), ((1, 0, 0), 2 / 3), ((1, 1, 0), 1 / 3), ((0, 0, 0), 0)],
)
def test_colourfulness_is_the_share_of_a_kernel_that_a_grey_picture_never_meets(
    colours: tuple[float, float, float], expected: float
) -> None:
    assert float(colourfulness(kernel(*colours))[0]) == pytest.approx(expected, abs=1e-6)


def test_colourfulness_does_not_depend_on_the_size_of_the_weights() -> None:
    weights = np.random.default_rng(3).normal(size=(5, 3, 11, 11)).astype(np.float32)
    np.testing.assert_allclose(colourfulness(weights), colourfulness(weights * 1e-4), rtol=1e-5)


@pytest.mark.parametrize(
    ("network", "count", "tower"),
    [("alexnet-2012", 96, (0,) * 48 + (1,) * 48), ("alexnet-torchvision", 64, (-1,) * 64)],
)
def test_the_sheet_shows_every_kernel_of_conv1_with_its_tower(
    engine: Engine, network: str, count: int, tower: tuple[int, ...]
) -> None:
    sheet = first_layer(engine, network)
    assert (sheet.network, sheet.tower) == (network, tower)
    assert (sheet.kernels.shape, sheet.kernels.dtype) == ((count, 11, 11, 3), np.uint8)
    assert (sheet.colourfulness.shape, sheet.colourfulness.dtype) == ((count,), np.float32)
    assert ((sheet.colourfulness >= 0) & (sheet.colourfulness <= 1)).all()


def test_each_picture_rises_and_falls_with_the_weights_of_its_own_kernel(engine: Engine) -> None:
    sheet = first_layer(engine, "alexnet-2012")
    with engine.session("alexnet-2012") as module:
        weights = module.get_submodule("conv1").weight.numpy().copy()
    for index in (0, 47, 48, 95):
        shown = (sheet.kernels[index].astype(np.float32) - 128) / 127
        meant = weights[index].transpose(1, 2, 0) / np.abs(weights[index]).max()
        np.testing.assert_allclose(shown, meant, atol=0.5 / 127 + 1e-6)


def test_without_a_wish_the_network_that_answers_shows_its_kernels(engine: Engine) -> None:
    assert first_layer(engine).network == engine.answering()


def towers(*colourful: int, of: int = 8) -> np.ndarray:
    """Kernels of two towers, so many of the `of` in each colour against colour and the others grey, none alike."""
    grey, colour = kernel(1, 1, 1)[0], kernel(1, -1, 0)[0]
    kernels = [colour if number < count else grey for count in colourful for number in range(of)]
    return np.stack([one * (1 + 0.1 * n) for n, one in enumerate(kernels)]).astype(np.float32)


def test_the_colour_of_a_tower_is_the_mean_over_its_own_kernels() -> None:
    measured = tower_colour(towers(2, 6))
    assert measured.mean == pytest.approx((0.25, 0.75))
    assert measured.colourful == (0.25, 0.75)
    assert measured.difference == pytest.approx(0.5)
    assert measured.error == pytest.approx(np.sqrt(2 * (0.25 * 0.75 * 8 / 7) / 8))


@pytest.mark.parametrize(
    ("colourful", "expected"),
    [
        ((0, 8), "yes"),
        ((8, 0), "yes"),
        ((2, 7), "yes"),
        ((4, 8), "partly"),
        ((0, 3), "partly"),
        ((3, 4), "no"),
        ((0, 0), "no"),
    ],
)
def test_whether_the_paper_s_split_is_repeated_follows_one_rule(colourful: tuple[int, int], expected: str) -> None:
    assert tower_colour(towers(*colourful)).repeats_the_paper == expected


def test_a_single_kernel_has_no_spread_to_judge_by() -> None:
    with pytest.raises(ValueError, match="two kernels"):
        tower_colour(towers(1, 1, of=1))
