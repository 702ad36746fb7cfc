"""The photo with its frame, and the saliency map over it: every place and every value stands where it belongs."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from alexnet.saliency import SaliencyMap
from alexnet.saliency import locate_peak as locate
from exhibit.ui.pictures.crop_overlay import framed
from exhibit.ui.pictures.overlay import overlay_figure


@pytest.mark.parametrize(("width", "height"), [(600, 400), (300, 500), (400, 400)])
@pytest.mark.parametrize("seen", [227 / 256, 224 / 256, 0.5])
def test_the_frame_holds_the_middle_square_that_the_network_sees(width: int, height: int, seen: float) -> None:
    picture = Image.open(io.BytesIO(framed(Image.new("RGB", (width, height), (200, 200, 200)), seen=seen))).convert("L")
    light = np.asarray(picture) > 145  # neither dimmed nor, at the edge, blurred by JPEG
    rows, columns = np.flatnonzero(light.any(1)), np.flatnonzero(light.any(0))
    for lit, length in ((rows, height), (columns, width)):
        assert len(lit) == pytest.approx(seen * min(width, height), abs=3)
        assert lit[0] == pytest.approx(length - 1 - lit[-1], abs=3)


def saliency(values: np.ndarray) -> SaliencyMap:
    view = np.zeros((*values.shape, 3), np.uint8)
    return SaliencyMap("net", "gradient", "n1", values, 1.0, False, view, 1.0, locate(values))


def test_under_the_pointer_stands_the_strongest_value_of_each_block() -> None:
    values = np.zeros((224, 224), np.float32)
    values[101, 34] = 1.0
    figure = overlay_figure(saliency(values), strength=0.5, hover="")
    shown, side = np.asarray(figure["data"][0]["z"]), figure["data"][0]["dx"]
    assert shown.max() == pytest.approx(1.0)
    row, column = np.unravel_index(shown.argmax(), shown.shape)
    assert (row, column) == (int(101 // side), int(34 // side))
    assert np.count_nonzero(shown) == 1
