"""A photo's colours are those that its file means: pictures that look alike in every viewer are alike here."""

from __future__ import annotations

import struct
import time
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

import icc_profiles as icc
import photo_files as files
from alexnet.photo import Photo, PhotoError, open_photo

WITH_PROFILES = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF")
LOSSY = ("JPEG", "AVIF", "HEIF")
OPTIONS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 100, "subsampling": 0},
    "WEBP": {"lossless": True, "exact": True},
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    "HEIF": {"quality": 100, "chroma": 444},
}


def colourful(size: tuple[int, int] = (480, 320)) -> Image.Image:
    """Every hue from left to right; from pale at the top, over full, to dark at the bottom."""
    hue = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    return Image.merge("HSV", [hue, down.point(lambda v: 40 + v // 2), down.point(lambda v: 235 - v // 2)]).convert(
        "RGB"
    )


def levels(photo: Photo) -> np.ndarray:
    return np.asarray(photo.image).astype(int)


def within(photo: Photo, wanted: Image.Image, by: int) -> float:
    """The share of pixels of which no channel is further than `by` levels from the wanted one."""
    apart = np.abs(levels(photo) - np.asarray(wanted.convert("RGB")).astype(int)).max(axis=-1)
    return float((apart <= by).mean())


def saved(image: Image.Image, kind: str, profile: bytes | None = None) -> bytes:
    extra = {} if profile is None else {"icc_profile": profile}
    return files.file_of(image, kind, **OPTIONS.get(kind, {}), **extra)


def opened(image: Image.Image, profile: bytes | None = None, kind: str = "PNG") -> Photo:
    return open_photo(saved(image, kind, profile))


@pytest.mark.parametrize("kind", WITH_PROFILES)
@pytest.mark.parametrize("space", ["Display P3", "Adobe RGB", "ProPhoto"])
def test_twins_of_one_picture_have_the_same_colours(kind: str, space: str) -> None:
    picture, profile = colourful(), icc.rgb_profile(space)
    twin = icc.twin(picture, profile)
    assert within(opened(twin, None, kind), picture, 3) < 0.5
    # a lossy format spoils a few pixels of its own, and steps of 8 bits are coarse in the widest space
    assert within(opened(twin, profile, kind), picture, 3) > (0.85 if kind in LOSSY else 0.999)


@pytest.mark.parametrize("space", ["Display P3", "ProPhoto"])
def test_a_large_picture_is_converted_before_it_is_shrunk(space: str) -> None:
    stripes = Image.new("RGB", (4400, 40), (250, 250, 250))
    stripes.paste(
        (10, 10, 10), (0, 0, 4400, 40), Image.frombytes("L", (4400, 1), bytes([0, 255] * 2200)).resize((4400, 40))
    )
    profile = icc.rgb_profile(space)
    plain = opened(stripes)
    assert within(opened(icc.twin(stripes, profile), profile), plain.image, 3) == 1


def test_greys_follow_the_curve_of_their_scanner() -> None:
    ramp = Image.linear_gradient("L").resize((256, 16))
    profile = icc.grey_profile(1.0)  # as light adds up
    twin = icc.twin(ramp.convert("RGB"), profile)
    assert within(opened(twin), ramp, 3) < 0.2
    assert within(opened(twin, profile), ramp, 12) > 0.97  # 8 bits are few for the darkest greys of such a curve


def test_greys_of_sixteen_bits_and_half_transparent_ones_follow_their_profile() -> None:
    profile = icc.grey_profile(1.0)
    chunk = files.chunk(b"iCCP", b"grey\0\0" + zlib.compress(profile))
    deep = files.png((2, 1), 16, 0, b"\0" + struct.pack(">2H", 14_000, 65_535), chunk)
    veiled = files.png((2, 1), 8, 4, b"\0" + bytes((55, 255, 55, 0)), chunk)
    assert open_photo(deep).image.getpixel((0, 0)) == pytest.approx((127, 127, 127), abs=2)
    assert open_photo(veiled).image.getpixel((0, 0)) == pytest.approx((127, 127, 127), abs=2)
    assert open_photo(veiled).image.getpixel((1, 0)) == (255, 255, 255)


def test_what_is_transparent_stays_so_in_other_colours() -> None:
    profile = icc.rgb_profile("swapped")
    image = Image.new("RGBA", (2, 1), (255, 0, 0, 255))
    image.putpixel((1, 0), (255, 0, 0, 0))
    left, right = (opened(image, profile).image.getpixel((x, 0)) for x in (0, 1))
    assert left == pytest.approx((0, 255, 0), abs=3)
    assert right == (255, 255, 255)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_ink_becomes_the_colour_that_its_press_prints(kind: str) -> None:
    inks = Image.new("CMYK", (32, 16), (0, 255, 0, 0))
    magenta = open_photo(saved(inks, kind, icc.ink_profile())).image.getpixel((8, 8))
    assert magenta == pytest.approx((255, 51, 255), abs=12)  # without its profile (255, 0, 255)
    paper = open_photo(saved(Image.new("CMYK", (16, 16)), kind, icc.ink_profile())).image.getpixel((8, 8))
    assert paper == pytest.approx((255, 255, 255), abs=3)


@pytest.mark.parametrize(("primaries", "red"), [(12, (234, 51, 35)), (9, (208, 74, 35)), (1, (255, 0, 0))])
def test_colours_named_by_number_are_converted(primaries: int, red: tuple[int, int, int]) -> None:
    """Full red of sRGB, in the numbers that Display P3 and BT.2020 (with sRGB's curve) have for it."""
    image = Image.new("RGB", (64, 64), red)
    numbered = {"color_primaries": primaries, "transfer_characteristics": 13, "matrix_coefficients": 0}
    data = files.file_of(image, "HEIF", quality=100, chroma=444, full_range_flag=1, **numbered)
    assert open_photo(data).image.getpixel((32, 32)) == pytest.approx((255, 0, 0), abs=4)


def test_a_profile_that_is_srgb_changes_nothing() -> None:
    picture = colourful()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert opened(picture, profile).digest == opened(picture).digest


def damaged_profiles() -> dict[str, bytes]:
    good = icc.rgb_profile("ProPhoto")
    dark = {b"wtpt": icc.xyz(icc.D50)} | {bytes([one]) + b"XYZ": icc.xyz((0, 0, 0)) for one in b"rgb"}
    dark |= {bytes([one]) + b"TRC": icc.curve(1) for one in b"rgb"}
    return {
        "text": b"SECRET" * 30,
        "nothing": b"\0",
        "half": good[: len(good) // 2],
        "table past its end": good[:132] + b"\xff" * (len(good) - 132),
        "all black": icc.profile(b"RGB ", dark),
        "no curves": icc.profile(b"RGB ", {b"rXYZ": icc.xyz(icc.D50)}),
        "a link": icc.profile(b"RGB ", {}, device=b"link"),
        "of the future": good[:8] + b"\x05" + good[9:],
        "for ink": icc.ink_profile(),
        "for greys": icc.grey_profile(1.0),
        "too large": good + bytes(5 * 2**20),
    }


@pytest.mark.parametrize("name", damaged_profiles())
@pytest.mark.parametrize("kind", ["WEBP", "TIFF", "JPEG"])
def test_a_profile_that_is_of_no_use_is_passed_over(name: str, kind: str) -> None:
    picture = colourful()
    assert opened(picture, damaged_profiles()[name], kind).digest == opened(picture, None, kind).digest


def test_every_beginning_of_a_profile_is_answered() -> None:
    picture = colourful((8, 8))
    for profile in (icc.rgb_profile("Display P3"), icc.ink_profile()[:2000]):
        for end in range(1, len(profile), 11):
            assert opened(picture, profile[:end], "WEBP").size == (8, 8)


def test_a_profile_of_a_million_calculations_costs_no_time() -> None:
    """Its chain names one small step again and again: read faithfully, it would take minutes."""
    steps, at = 100_000, 12 + 4 + 100_000 * 8
    step = b"cvst\0\0\0\0" + struct.pack(">HH", 3, 3) + struct.pack(">II", 36, 28) * 3
    step += b"curf\0\0\0\0" + struct.pack(">HH", 1, 0) + b"parf\0\0\0\0" + struct.pack(">HHffff", 0, 0, 1, 1, 0, 0)
    chain = b"mpet\0\0\0\0" + struct.pack(">HHI", 3, 3, steps) + struct.pack(">II", at, len(step)) * steps + step
    tags = dict.fromkeys((b"D2B0", b"D2B1"), chain)
    profile = icc.profile(b"RGB ", tags, version=4)
    start = time.thread_time()
    assert opened(colourful(), profile, "WEBP").digest == opened(colourful(), None, "WEBP").digest
    assert time.thread_time() - start < 5


def test_a_profile_that_unpacks_to_very_much_is_a_bomb_and_one_of_three_megabytes_is_none() -> None:
    picture, good = colourful(), icc.rgb_profile("ProPhoto")
    assert opened(picture, good + bytes(3 * 2**20)).digest == opened(picture, good).digest
    with pytest.raises(PhotoError, match="unpacks"):
        opened(picture, good + bytes(100 * 2**20))
