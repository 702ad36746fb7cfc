"""Photo in, the numbers a network reads out; and the very square it sees, to be shown beside its answer.

The steps follow the paper (section 2): shorter side to a fixed length, the square from the middle, the mean colour
subtracted. They are done on 8-bit pixels with Pillow's bilinear filter, as torchvision does for its own network.
Before them stands what the manifest asks for a network that learned from small JPEGs: sharper photos are shrunk
(`shrink_to`) and compressed (`jpeg_quality`). Every answer, map and measurement goes through here, and `view` shows it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from torch import Tensor

    from alexnet.photo import Photo
    from alexnet.weights import NetworkEntry

PIXEL_UNIT = 64.0  # the kind "mean-64"; see network.py
PAPER_SQUARE, PAPER_CROP = 256, 224  # section 4.1: crops of 224 pixels from a square of 256
_LONGEST_RATIO = 4  # of a very long photo, more than this many middle squares never reach the network

Square = NDArray[np.uint8]


def view(photo: Photo, entry: NetworkEntry) -> Square:
    """The square the network sees, (S, S, 3) with S the network's input size: the middle of the photo."""
    size = entry.input_size
    return np.asarray(_centre(_resized(photo.image, entry, entry.resize), size))


def to_tensor(photo: Photo, entry: NetworkEntry) -> Tensor:
    """The photo as `entry`'s network reads it: (1, 3, S, S), float32, on the CPU."""
    return _normalised(view(photo, entry)[None], entry)


def ten_crops(photo: Photo, entry: NetworkEntry) -> Tensor:
    """The paper's ten views (section 4.1): four corners and the centre, then their mirror images; (10, 3, S, S).

    They are cut from the middle square of the photo, whose side is to the crop as 256 to 224.
    """
    size = entry.input_size
    side = max(entry.resize, round(size * PAPER_SQUARE / PAPER_CROP))
    square = np.asarray(_centre(_resized(photo.image, entry, side), side))
    end, middle = side - size, round((side - size) / 2)
    corners = ((0, 0), (0, end), (end, 0), (end, end), (middle, middle))
    crops = np.stack([square[top : top + size, left : left + size] for top, left in corners])
    return _normalised(np.concatenate([crops, crops[:, :, ::-1]]), entry)


def _resized(image: Image.Image, entry: NetworkEntry, side: int) -> Image.Image:
    """The photo with its shorter side at `side`.

    A network that learned from small pictures finds a sharp photo strange; `entry.shrink_to` softens it first. One
    that learned from JPEGs takes a picture without their blocks for something else; `entry.jpeg_quality` adds them.
    """
    image = _without_far_ends(image)
    if entry.shrink_to is not None and min(image.size) > entry.shrink_to:
        image = _scaled(image, entry.shrink_to)
    if entry.jpeg_quality is not None:
        image = _compressed(image, entry.jpeg_quality)
    return _scaled(image, side)


def _compressed(image: Image.Image, quality: int) -> Image.Image:
    """The photo after JPEG compression, which happens in memory: no photo of a visitor is ever written to disk."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, subsampling="4:2:0")
    return Image.open(file).convert("RGB")


def _without_far_ends(image: Image.Image) -> Image.Image:
    """A photo of 20,000 x 10 would grow huge when its shorter side does: keep a few squares around the middle."""
    width, height = image.size
    longest = _LONGEST_RATIO * min(image.size)
    if max(image.size) <= longest:
        return image
    kept_width, kept_height = min(width, longest), min(height, longest)
    left, top = (width - kept_width) // 2, (height - kept_height) // 2
    return image.crop((left, top, left + kept_width, top + kept_height))


def _scaled(image: Image.Image, side: int) -> Image.Image:
    """Shorter side to `side`, the longer one in proportion and rounded down, smoothed when shrinking."""
    shorter = min(image.size)
    if shorter == side:
        return image
    width, height = (side if length == shorter else int(side * length / shorter) for length in image.size)
    return image.resize((width, height), Image.Resampling.BILINEAR)


def _centre(image: Image.Image, size: int) -> Image.Image:
    left, top = (round((length - size) / 2) for length in image.size)
    return image.crop((left, top, left + size, top + size))


def _normalised(squares: Square, entry: NetworkEntry) -> Tensor:
    """8-bit squares (N, S, S, 3) to float32 (N, 3, S, S) in the network's units."""
    import torch

    units = entry.normalisation
    scale = 255.0 if units.kind == "imagenet" else 1.0  # what one full step of `mean` and `std` is, in pixel values
    mean = scale * np.array(units.mean)
    deviation = scale * np.array(units.std or (PIXEL_UNIT,) * 3)
    values = (squares.astype(np.float32) - mean.astype(np.float32)) / deviation.astype(np.float32)
    return torch.from_numpy(np.ascontiguousarray(values.transpose(0, 3, 1, 2)))
