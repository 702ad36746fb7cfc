"""Opens a picture of a known kind, checks what its header promises, and only then decodes its first frame."""

from __future__ import annotations

import contextlib
import io
import logging
import math
import re
import time
import warnings

from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, UnidentifiedImageError

from alexnet.photo import jpeg
from alexnet.photo.colour import MAX_PROFILE_BYTES
from alexnet.photo.formats import Kind, gif_frames
from alexnet.photo.limits import (
    LONGEST_SIDE,
    MAX_FRAMES,
    MAX_MEMORY,
    MAX_PIXELS,
    MAX_SECONDS,
    PhotoError,
    Reason,
    check_pixels,
)
from alexnet.photo.to_rgb import is_blank, to_rgb
from alexnet.photo.unread import is_unread_sort

# Pillow notes a photo's tags, the place where it was taken among them, in the log at level DEBUG, and complains of
# broken ones in warnings. What is in a visitor's photo is nobody's business.
logging.getLogger("PIL").setLevel(logging.INFO)
warnings.filterwarnings("ignore", module=r"PIL\.")
PngImagePlugin.MAX_TEXT_CHUNK = MAX_PROFILE_BYTES  # of any compressed note; Pillow's own limit is one megabyte

_BYTES_PER_PIXEL: dict[Kind, float] = {"WEBP": 16, "AVIF": 11, "HEIF": 7.8, "TIFF": 7.8}
"""Peak memory while decoding, measured, where it is more than the 4 bytes that Pillow keeps for a pixel."""
_ANIMATED: tuple[Kind, ...] = ("GIF", "WEBP", "PNG", "AVIF")
_FRAMES_LOOKED_AT, _FRAME_PIXELS = 30, 4_000_000
_JPEG_SCAN_PIXELS = 1_500_000_000
_EXIF_ORIENTATION = 0x0112
_TILE_WIDTH, _TILE_HEIGHT = 322, 323


class GuardedBytes(io.BytesIO):
    """The photo as a file that refuses to be read for too long or too often.

    Decoders come back here for every few thousand bytes, so this bounds what no header tells: a file made of
    a million tiny blocks, or a table that names the same megabytes a thousand times.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.refusal: PhotoError | None = None
        self._bytes_left = 4 * len(data) + 2**20
        self._stop_at = time.thread_time() + MAX_SECONDS

    def read(self, size: int | None = -1, /) -> bytes:
        part = super().read(size)
        self._bytes_left -= len(part)
        if self._bytes_left < 0:
            self._refuse(PhotoError("decompression-bomb"))
        if time.thread_time() > self._stop_at:
            self._refuse(PhotoError("too-slow"))
        return part

    def _refuse(self, refusal: PhotoError) -> None:
        # kept as well as raised: Pillow swallows some exceptions and tries on
        self.refusal = refusal
        raise refusal


def decode(data: bytes, kind: Kind) -> Image.Image:
    """The first frame as plain RGB of at most `LONGEST_SIDE`; `PhotoError` when the file does not deserve it."""
    source = GuardedBytes(data)
    try:
        return _decode(source, data, kind)
    except PhotoError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        refusal = _too_many_pixels(str(error))
    except MemoryError:
        refusal = PhotoError("decompression-bomb")
    except Exception as error:
        # Decoders answer hostile bytes with almost any exception. Its text may quote the file: it is not kept.
        refusal = source.refusal or PhotoError(_reason(error))
    raise refusal


def _decode(source: GuardedBytes, data: bytes, kind: Kind) -> Image.Image:
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    with _open(source, data, kind) as image:
        _check_header(image, data, kind)
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            scale = LONGEST_SIDE / max(image.size)
            image.draft(None, (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
        image.load()
        # asked for only now: Pillow turns a TIFF by itself while loading it, and then forgets the tag
        orientation = _orientation(image)
        first = to_rgb(image, orientation)
        return first if kind not in _ANIMATED else _not_blank(image, first, _frames(image, data, kind))


def _not_blank(image: ImageFile.ImageFile, first: Image.Image, frames: int) -> Image.Image:
    """The first frame in which there is something to see: many animations begin with an empty one.

    Later frames of a large animation, or far into it, are not worth their memory and time.
    """
    frame, last = first, frames if image.width * image.height <= _FRAME_PIXELS else 1
    for number in range(1, min(last, _FRAMES_LOOKED_AT)):
        if not is_blank(frame):
            return frame
        try:
            image.seek(number)
            frame = to_rgb(image, 1)
        except Exception:  # the first frame was in order, and that is enough
            return first
    return first if is_blank(frame) else frame


def _reason(error: Exception) -> Reason:
    """What a decoder's complaint comes to."""
    if isinstance(error, ValueError) and "too large" in str(error):
        return "decompression-bomb"
    return "unsupported" if "nsupported" in str(error) else "truncated"


def _open(source: GuardedBytes, data: bytes, kind: Kind) -> ImageFile.ImageFile:
    with contextlib.suppress(UnidentifiedImageError):
        return Image.open(source, formats=[kind])
    raise source.refusal or PhotoError("unsupported" if is_unread_sort(data, kind) else "truncated")


def _too_many_pixels(message: str) -> PhotoError:
    """Pillow checks headers too, with a limit of its own, and sometimes before we can; its message has the number."""
    pixels = re.search(r"(\d+) pixels", message)
    megapixels = int(pixels[1]) / 1e6 if pixels else math.inf
    return PhotoError("too-many-pixels", megapixels=megapixels, limit=MAX_PIXELS // 10**6)


def _check_header(image: Image.Image, data: bytes, kind: Kind) -> None:
    check_pixels(image.size, _BYTES_PER_PIXEL.get(kind, 4))
    if _frames(image, data, kind) > MAX_FRAMES:
        raise PhotoError("too-many-frames", limit=MAX_FRAMES)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        _check_jpeg(image, data)
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        _check_tiles(image)


def _frames(image: Image.Image, data: bytes, kind: Kind) -> int:
    """As the header tells. A TIFF's pages and a stereo camera's pair are no animation, and counting pages is slow."""
    if kind == "GIF":
        return gif_frames(data, MAX_FRAMES)
    return getattr(image, "n_frames", 1) if kind in ("PNG", "WEBP", "AVIF", "HEIF") else 1


def _check_jpeg(image: JpegImagePlugin.JpegImageFile, data: bytes) -> None:
    """A JPEG of several scans keeps all its coefficients in memory and passes over them once per scan."""
    scans = len(jpeg.layout(data).scans)
    if scans < 2:
        return
    finest = max(across for _, across, _, _ in image.layer) * max(down for _, _, down, _ in image.layer)
    coefficients = 2 * sum(across * down / finest for _, across, down, _ in image.layer)  # bytes for a pixel
    pixels = image.width * image.height
    if pixels * coefficients > MAX_MEMORY or pixels * scans > _JPEG_SCAN_PIXELS:
        raise PhotoError("decompression-bomb")


def _check_tiles(image: TiffImagePlugin.TiffImageFile) -> None:
    """A TIFF may claim tiles far larger than its picture; the decoder would make room for a whole one."""
    width, height = image.tag_v2.get(_TILE_WIDTH, 0), image.tag_v2.get(_TILE_HEIGHT, 0)
    if width * height > max(4_000_000, 2 * image.width * image.height):
        raise PhotoError("decompression-bomb")


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_EXIF_ORIENTATION, 1))
    except Exception:  # a broken note about the photo is no reason to refuse the photo
        return 1
