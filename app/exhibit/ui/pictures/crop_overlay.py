"""The visitor's photo with the square marked that the network sees: it never gets the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ImageDraw

from exhibit.encode import jpeg

if TYPE_CHECKING:
    from PIL import Image

_LONGEST = 640
_DIMMED = 0.45  # brightness of what the network does not see


def framed(photo: Image.Image, *, seen: float) -> bytes:
    """`photo` as a JPEG, dimmed outside the middle square whose side is `seen` of the photo's shorter side."""
    small = photo.copy()
    small.thumbnail((_LONGEST, _LONGEST))
    side = max(1, round(seen * min(small.size)))
    left, top = ((length - side) // 2 for length in small.size)
    box = (left, top, left + side, top + side)
    picture = small.point(lambda value: value * _DIMMED)
    picture.paste(small.crop(box), box)
    ImageDraw.Draw(picture).rectangle((left, top, left + side - 1, top + side - 1), outline="white", width=2)
    return jpeg(picture)
