"""Pictures as small JPEG or PNG data: a page sends what it shows, and not a pixel more."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def as_image(picture: Image.Image | Pixels) -> Image.Image:
    """A Pillow image of `picture`, an image already or an array (H, W, 3) or (H, W)."""
    return picture if isinstance(picture, Image.Image) else Image.fromarray(picture)


def jpeg(picture: Image.Image | Pixels, *, longest: int = 720, quality: int = 85) -> bytes:
    """`picture` as JPEG, its longest side at most `longest` pixels. For photographs and smooth maps."""
    image = as_image(picture)
    if max(image.size) > longest:
        image = image.copy()
        image.thumbnail((longest, longest), Image.Resampling.BILINEAR)
    data = io.BytesIO()
    image.convert("RGB").save(data, "JPEG", quality=quality)
    return data.getvalue()


def png(picture: Image.Image | Pixels) -> bytes:
    """`picture` as PNG, pixel for pixel. For few colours and hard edges."""
    data = io.BytesIO()
    as_image(picture).save(data, "PNG")
    return data.getvalue()
