"""Any pixel format, any colours, any size -> plain sRGB of at most `LONGEST_SIDE`, never copying the whole picture."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image, ImageStat

from alexnet.photo.colour import ColourSpace, colour_space
from alexnet.photo.limits import LONGEST_SIDE

_BAND_PIXELS = 2_000_000
_BLANK = 3.0
_DEPTHS = (2**8 - 1, 2**10 - 1, 2**12 - 1, 2**16 - 1)
_WITH_ALPHA = {"RGBA", "LA", "PA", "RGBa", "La"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def to_rgb(image: Image.Image, orientation: int) -> Image.Image:
    """A new picture in sRGB, upright, on white where it was transparent, and with nothing attached to it.

    `orientation` is EXIF's, 1 to 8. The picture is worked through in bands, because a converted copy of a whole
    64-megapixel picture would by itself take 256 MB; each band is laid on white before it is averaged, so that
    the hidden colour of transparent pixels does not bleed.
    """
    small = _fit(_averaged(image))
    turn = _TURNS.get(orientation)
    small = small.transpose(turn) if turn is not None else small
    clean = Image.new("RGB", small.size)
    clean.paste(small)
    return clean


def is_blank(image: Image.Image) -> bool:
    """Whether there is nothing to see in a plain picture: one colour all over, but for what a sensor adds in the dark.

    The limit is the standard deviation of each channel, in levels of 255; a foggy sky has about ten.
    """
    return max(ImageStat.Stat(image).stddev) < _BLANK


def _averaged(image: Image.Image) -> Image.Image:
    """RGB, shrunk by the whole factor that leaves at least twice the wanted size for the final, finer resizing."""
    factor = max(1, max(image.size) // (2 * LONGEST_SIDE))
    width, height = image.size
    levels, space = _levels(image), colour_space(image.mode, image.info)
    result = Image.new("RGB", (math.ceil(width / factor), math.ceil(height / factor)))
    rows = max(1, _BAND_PIXELS // width // factor) * factor
    for top, band in _bands(image, rows):
        coloured = _rgb(band, levels, space)
        result.paste(coloured.reduce(factor) if factor > 1 else coloured, (0, top // factor))
    return result


def _bands(image: Image.Image, rows: int) -> Iterator[tuple[int, Image.Image]]:
    """The picture in pieces of so many rows, each with the number of its first row."""
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _fit(image: Image.Image) -> Image.Image:
    scale = LONGEST_SIDE / max(image.size)
    if scale >= 1:
        return image
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _rgb(band: Image.Image, levels: tuple[float, float] | None, space: ColourSpace | None) -> Image.Image:
    """The band in sRGB, on white. Its own colours are converted before they are mixed with that white."""
    if levels is not None:
        band = _eight_bit(band, *levels)
    see_through = band.mode in _WITH_ALPHA or "transparency" in band.info
    if see_through:
        band = band.convert("LA") if band.mode == "La" else band
        band = band if band.mode == "LA" else band.convert("RGBA")
    coloured = space.to_srgb(band) if space is not None else band.convert("RGB")
    if not see_through:
        return coloured
    white = Image.new("RGB", band.size, "white")
    white.paste(coloured, mask=band.getchannel("A"))
    return white


def _levels(image: Image.Image) -> tuple[float, float] | None:
    """The values that become black and white in a picture of more than 8 bits a channel; None for all others.

    16-bit pictures use their full range by definition, but microscopes write 10 or 12 bits into them, and masks 8:
    the smallest of these ranges that holds the greatest value counts. Pictures of 32-bit whole or broken numbers have
    no agreed range: 0 to 1, 0 to 255 and 0 to 65535 are recognised, anything else is stretched from its least to its
    greatest.
    """
    if image.mode.startswith("I;16"):
        rows = max(1, _BAND_PIXELS // image.width)
        greatest = max(_extrema(band.convert("I"))[1] for _, band in _bands(image, rows))
        return 0.0, float(next(top for top in _DEPTHS if greatest <= top))
    if image.mode not in ("I", "F"):
        return None
    least, greatest = (float(value) for value in _extrema(image))
    if not (math.isfinite(least) and math.isfinite(greatest)):
        return 0.0, 1.0
    if least >= 0:
        tops = (1.0, 255.0, 65535.0) if image.mode == "F" else (255.0, 65535.0)
        for top in tops:
            if greatest <= top:
                return 0.0, top
    return least, greatest


def _extrema(image: Image.Image) -> tuple[float, float]:
    least, greatest = image.getextrema()
    if isinstance(least, tuple) or isinstance(greatest, tuple):
        raise TypeError(f"mode {image.mode} has several channels")
    return least, greatest


def _eight_bit(band: Image.Image, black: float, white: float) -> Image.Image:
    """Greyscale of 8 bits. Pillow's own conversion would clip at 255 and turn a 16-bit photo white."""
    scale = 255.0 / (white - black) if white > black else 1.0
    if band.mode.startswith("I;16"):
        band = band.convert("I")
    return band.convert("F").point(lambda value: value * scale + (0.5 - black * scale)).convert("L")
