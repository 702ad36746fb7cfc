"""Pictures out of the ordinary: few bits in large numbers, rare sorts, empty frames, and nothing to see at all."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from PIL import Image

import photo_files as files
from alexnet.photo import PhotoError, open_photo

SHORT, LONG = 3, 4


def ramp(greatest: int) -> np.ndarray:
    """Greys (32, 64) from 0 to `greatest`."""
    return np.tile(np.linspace(0, greatest, 64).astype(np.uint16), (32, 1))


def float_tiff(*, bits: int = 32, sort: int = 3, compression: int = 1, colours: int = 2) -> bytes:
    """A TIFF of three colours; by default of floating-point numbers, which no usual viewer shows."""
    body = np.linspace(0, 1, 32 * 24 * 3).astype("<f4").tobytes()
    ends = 8 + len(body)
    per_colour = struct.pack("<3H", *[bits] * 3) + struct.pack("<3H", *[sort] * 3)
    shorts = {256: 32, 257: 24, 259: compression, 262: colours, 277: 3, 278: 24}
    entries = [(tag, SHORT, 1, struct.pack("<HH", value, 0)) for tag, value in shorts.items()]
    longs = {273: 8, 279: len(body)}
    entries += [(tag, LONG, 1, struct.pack("<I", value)) for tag, value in longs.items()]
    entries += [(258, SHORT, 3, struct.pack("<I", ends)), (339, SHORT, 3, struct.pack("<I", ends + 6))]
    return files.tiff(entries, body + per_colour)


def with_byte(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + bytes([value]) + data[at + 1 :]


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
@pytest.mark.parametrize("kind", ["TIFF", "PNG"])
def test_few_bits_in_sixteen_use_the_whole_range(bits: int, kind: str) -> None:
    """As microscope cameras write them. The brightest value need not occur."""
    greys = ramp((2**bits - 1) * 9 // 10)
    shown = np.asarray(open_photo(files.file_of(Image.fromarray(greys), kind)).image)[0, :, 0].astype(int)
    assert np.abs(shown - np.linspace(0, 229, 64)).max() <= 2


def test_few_bits_in_sixteen_are_found_in_the_other_byte_order_and_in_the_last_row() -> None:
    greys = np.zeros((2500, 1500), np.uint16)  # more than one band
    greys[-1, :] = 4095
    big_endian = Image.frombytes("I;16B", (1500, 2500), greys.astype(">u2").tobytes())
    assert np.asarray(open_photo(files.file_of(big_endian, "TIFF")).image)[-1].max() > 90


@pytest.mark.parametrize(
    "data",
    [
        float_tiff(),
        float_tiff(bits=64),
        float_tiff(compression=34712),  # JPEG 2000 inside
        float_tiff(colours=32803),  # a camera's raw sensor
        with_byte(files.file_of(files.picture(), "BMP"), 30, 4),  # JPEG inside
    ],
    ids=["floats", "doubles", "jpeg-2000", "raw", "bmp"],
)
def test_a_rare_sort_of_picture_is_not_called_damaged(data: bytes) -> None:
    with pytest.raises(PhotoError, match="rare sort") as caught:
        open_photo(data)
    assert caught.value.reason == "unsupported"


def test_a_jpeg_of_twelve_bits_is_not_called_damaged() -> None:
    data = files.file_of(files.picture(), "JPEG")
    with pytest.raises(PhotoError, match="rare sort"):
        open_photo(with_byte(data, data.index(b"\xff\xc0") + 4, 12))


def test_a_rare_sort_that_is_damaged_is_called_damaged() -> None:
    data = float_tiff()
    for end in range(10, len(data) - 6, 997):
        with pytest.raises(PhotoError, match="cut short"):
            open_photo(data[:end])


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
@pytest.mark.parametrize("empty", ["black", "white", "transparent"])
def test_empty_first_frames_are_passed_over(kind: str, empty: str) -> None:
    colour = (0, 0, 0, 0) if empty == "transparent" else empty
    blank, wanted = Image.new("RGBA", (48, 32), colour), files.picture().convert("RGBA")
    photo = open_photo(files.file_of(blank, kind, save_all=True, append_images=[blank, wanted, blank], duration=100))
    assert photo.notes == ()
    assert np.asarray(photo.image).std() > 30


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_follows_an_empty_frame_may_be_broken(kind: str) -> None:
    blank, wanted = Image.new("RGB", (320, 200), "black"), Image.effect_noise((320, 200), 90).convert("RGB")
    data = files.file_of(blank, kind, save_all=True, append_images=[wanted], duration=100)
    photo = open_photo(data[: len(data) * 2 // 3]) if kind != "WEBP" else open_photo(data)
    assert photo.size == (320, 200)


def dark(level: int) -> Image.Image:
    """A photo with the lens cap on: noise of a sensor around black."""
    return Image.effect_noise((400, 300), 4).point(lambda value: max(0, value - 128 + level)).convert("RGB")


@pytest.mark.parametrize(
    "image",
    [Image.new("RGB", (1, 1), "red"), Image.new("RGB", (300, 200), "black"), Image.new("L", (90, 90), 255), dark(2)],
    ids=["one pixel", "black", "white", "lens cap"],
)
def test_a_photo_of_nothing_is_answered_with_a_word(image: Image.Image) -> None:
    assert open_photo(files.file_of(image, "PNG")).notes == ("blank",)


@pytest.mark.parametrize("kind", files.FORMATS)
def test_a_photo_of_something_needs_no_word(kind: str) -> None:
    assert open_photo(files.file_of(files.picture(), kind)).notes == ()


def test_a_little_in_the_dark_is_something_to_see() -> None:
    moon = Image.new("RGB", (400, 300))
    moon.paste((220, 220, 200), (180, 130, 220, 170))
    assert open_photo(files.file_of(moon, "PNG")).notes == ()


def test_no_decoder_writes_about_a_photo_s_tags(capfd: pytest.CaptureFixture[str]) -> None:
    """libtiff complains of odd tags on the standard error itself, past Python's logging and warnings."""
    odd = files.file_of(files.picture(), "TIFF", compression="tiff_lzw")
    for at in range(12, 130, 12):
        for value in (0, 255):
            try:
                open_photo(with_byte(odd, at, value))
            except PhotoError:
                continue
    assert capfd.readouterr().err == ""
