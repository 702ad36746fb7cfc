"""A saliency map: alone as a plain picture, and over the photo as a chart that can be explored."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from exhibit.encode import jpeg
from exhibit.server.resources import colormaps

if TYPE_CHECKING:
    from alexnet.saliency import SaliencyMap

_FINEST = 112  # values per side of the chart: as fine as the eye can tell, and a quarter of the bytes


def map_picture(found: SaliencyMap) -> bytes:
    """The map alone, in a scale that colour-blind eyes can read; a JPEG."""
    return jpeg(colormaps.colour_saliency(found.values, found.signed), quality=90)


def overlay_figure(found: SaliencyMap, *, strength: float, hover: str) -> dict[str, Any]:
    """A Plotly figure: the map over the photo as one picture, and over it the values to point at.

    `strength` is between 0 (the photo alone) and 1; `hover` is Plotly's template for the value under the pointer.
    """
    side = len(found.values)
    values = _coarser(colormaps.stretch_contrast(found.values))
    step = side / len(values)
    # The picture is mixed here, not by Plotly: between two see-through colours it draws dark seams.
    mixed = colormaps.overlay(found.view, found.values, found.signed, strength)
    points = {
        "type": "heatmap",
        "z": values,
        **{"x0": step / 2, "dx": step, "y0": step / 2, "dy": step},
        **{"opacity": 0, "showscale": False, "hovertemplate": hover},
    }
    picture = {
        "source": "data:image/jpeg;base64," + base64.b64encode(jpeg(mixed, quality=90)).decode(),
        **{"xref": "x", "yref": "y", "x": 0, "y": 0, "sizex": side, "sizey": side},
        **{"sizing": "stretch", "layer": "below"},
    }
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    return {
        "data": [points],
        "layout": {
            "images": [picture],
            "xaxis": {**axis, "range": [0, side], "constraintoward": "left"},
            "yaxis": {**axis, "range": [side, 0], "scaleanchor": "x", "constraintoward": "top"},
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "dragmode": False,
        },
    }


def _coarser(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The strongest value of each block, for a grid of at most `_FINEST` values a side."""
    block = -(-len(values) // _FINEST)
    side = len(values) // block
    blocks = values[: side * block, : side * block].reshape(side, block, side, block).swapaxes(1, 2)
    flat = blocks.reshape(side, side, block * block)
    strongest = np.abs(flat).argmax(2)[..., None]
    return np.take_along_axis(flat, strongest, 2)[..., 0].round(3)
