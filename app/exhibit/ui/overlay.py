"""A saliency map: alone as a plain picture, and over the photo as a chart that can be explored."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from exhibit.resources import colours
from exhibit.ui.encode import jpeg

if TYPE_CHECKING:
    from alexnet.saliency import SaliencyMap

_FINEST = 112  # values per side of the chart: as fine as the eye can tell, and a quarter of the bytes


def map_picture(found: SaliencyMap) -> bytes:
    """The map alone, in a scale that colour-blind eyes can read; a JPEG."""
    picture = colours.colour_saliency(found.values, found.signed)
    return jpeg(picture.repeat(2, 0).repeat(2, 1))


def overlay_figure(found: SaliencyMap, *, strength: float, hover: str, height: int = 420) -> dict[str, Any]:
    """A Plotly figure: the photo, and over it the map, the more opaque the stronger it is.

    `strength` is between 0 (the photo alone) and 1; `hover` is Plotly's template for the value under the pointer.
    """
    side = len(found.values)
    marks = _coarser(colours.strength(found.values))
    step = side / len(marks)
    heat = {
        "type": "heatmap",
        "z": marks,
        **{"x0": step / 2, "dx": step, "y0": step / 2, "dy": step},
        **{"zmin": -1 if found.signed else 0, "zmax": 1, "zsmooth": "best"},
        "colorscale": see_through(signed=found.signed, strength=strength),
        "showscale": False,
        "hovertemplate": hover,
    }
    photo = {
        "source": "data:image/jpeg;base64," + base64.b64encode(jpeg(found.view)).decode(),
        **{"xref": "x", "yref": "y", "x": 0, "y": 0, "sizex": side, "sizey": side},
        **{"sizing": "stretch", "layer": "below"},
    }
    axis = {"visible": False, "fixedrange": True}
    return {
        "data": [heat],
        "layout": {
            "images": [photo],
            "xaxis": {**axis, "range": [0, side], "constrain": "domain"},
            "yaxis": {**axis, "range": [side, 0], "scaleanchor": "x", "constrain": "domain"},
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "height": height,
            "dragmode": False,
        },
    }


def see_through(*, signed: bool, strength: float) -> list[tuple[float, str]]:
    """A Plotly colour scale that grows from transparent, where there is no signal, to `strength` at the strongest."""
    return [
        (place, f"rgba({red},{green},{blue},{min(1.0, 1.6 * weight) * strength:.3f})")
        for place, (red, green, blue) in _stops(signed=signed)
        for weight in [abs(2 * place - 1) if signed else place]
    ]


def _stops(*, signed: bool) -> list[tuple[float, tuple[int, int, int]]]:
    anchors = colours.scale_of(signed).anchors
    return [(place / (len(anchors) - 1), anchor) for place, anchor in enumerate(anchors)]


def _coarser(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The strongest value of each block, for a grid of at most `_FINEST` values a side."""
    block = -(-len(values) // _FINEST)
    side = len(values) // block
    blocks = values[: side * block, : side * block].reshape(side, block, side, block).swapaxes(1, 2)
    flat = blocks.reshape(side, side, block * block)
    strongest = np.abs(flat).argmax(2)[..., None]
    return np.take_along_axis(flat, strongest, 2)[..., 0].round(3)
