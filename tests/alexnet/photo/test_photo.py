"""What `alexnet.photo` promises of good photos: every usual kind is answered, upright, plain and small."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

import pytest
from PIL import Image, PngImagePlugin

import photo_files as files
from alexnet.photo import LONGEST_SIDE, Photo, open_photo

RED, BLUE, BRIGHT = (200, 30, 30), (30, 30, 200), (240, 240, 240)


def close(pixel: object, wanted: tuple[int, int, int], by: int = 45) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= by for a, b in zip(pixel, wanted, strict=True))


def colours(photo: Photo) -> list[object]:
    """The colours near the four corners, row by row, from the left."""
    width, height = photo.size
    across, down = max(1, width // 10), max(1, height // 10)
    places = [(across, down), (width - 1 - across, down), (across, height - 1 - down)]
    return [photo.image.getpixel(place) for place in [*places, (width - 1 - across, height - 1 - down)]]


@pytest.mark.parametrize("kind", files.FORMATS)
def test_every_usual_kind_of_picture_is_opened(kind: str) -> None:
    photo = open_photo(files.file_of(files.picture(), kind))
    assert photo.size == (48, 32)
    assert photo.image.mode == "RGB"
    assert type(photo.image) is Image.Image
    top_left, top_right, bottom_left, bottom_right = colours(photo)
    assert close(top_left, BRIGHT)
    assert close(bottom_left, RED)
    assert close(top_right, BLUE)
    assert close(bottom_right, BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright_as_its_camera_noted(orientation: int) -> None:
    photo = open_photo(files.with_orientation("JPEG", orientation))
    assert photo.size == ((48, 32) if orientation < 5 else (32, 48))
    corner = {1: 0, 2: 1, 3: 3, 4: 2, 5: 0, 6: 1, 7: 3, 8: 2}[orientation]
    assert [close(colour, BRIGHT) for colour in colours(photo)].index(True) == corner


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_a_turned_photo_of_any_kind_is_turned_once(kind: str) -> None:
    photo = open_photo(files.with_orientation(kind, 6))
    assert photo.size == (32, 48)
    assert close(colours(photo)[1], BRIGHT)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_note_about_the_camera_is_ignored() -> None:
    broken = files.file_of(files.picture(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\x7f" * 40)
    assert open_photo(broken).size == (48, 32)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    image = Image.new("RGBA", (40, 20), (255, 0, 0, 0))
    image.paste((0, 0, 0, 255), (20, 0, 40, 20))
    left, right, *_ = colours(open_photo(files.file_of(image.convert(mode), "PNG")))
    assert left == (255, 255, 255)
    assert right == (0, 0, 0)


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "TIFF", "AVIF", "HEIF"])
def test_transparency_is_white_in_every_kind_that_has_it(kind: str) -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    image.paste((0, 0, 0, 255), (32, 0, 64, 64))
    left, right, *_ = colours(open_photo(files.file_of(image, kind)))
    assert close(left, (255, 255, 255), by=6)
    assert close(right, (0, 0, 0), by=6)


def test_half_transparent_is_mixed_with_white() -> None:
    photo = open_photo(files.file_of(Image.new("RGBA", (4, 4), (255, 0, 0, 51)), "PNG"))
    assert close(photo.image.getpixel((1, 1)), (255, 204, 204), by=1)


def test_one_colour_that_means_transparent_becomes_white() -> None:
    see_through = files.file_of(Image.new("RGB", (4, 4), (10, 200, 10)), "PNG", transparency=(10, 200, 10))
    assert open_photo(see_through).image.getpixel((1, 1)) == (255, 255, 255)


def test_hidden_colours_do_not_bleed_when_a_large_picture_is_shrunk() -> None:
    image = Image.new("RGBA", (6000, 60), (255, 0, 0, 0))
    image.paste((255, 255, 255, 255), (3001, 0, 6000, 60))
    assert set(open_photo(files.file_of(image, "PNG")).image.get_flattened_data()) == {(255, 255, 255)}


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_few_colours_are_enough(mode: str) -> None:
    image = Image.new("L", (20, 20), 0)
    image.paste(255, (10, 0, 20, 20))
    left, right, *_ = colours(open_photo(files.file_of(image.convert(mode), "PNG")))
    assert (left, right) == ((0, 0, 0), (255, 255, 255))


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_printing_colours_become_screen_colours(kind: str) -> None:
    photo = open_photo(files.file_of(files.picture().convert("CMYK"), kind))
    assert close(colours(photo)[1], BLUE)
    assert close(colours(photo)[0], BRIGHT)


def test_lab_colours_become_screen_colours() -> None:
    lab = Image.merge("LAB", [Image.new("L", (8, 8), value) for value in (255, 128, 128)])
    assert close(open_photo(files.file_of(lab, "TIFF")).image.getpixel((4, 4)), (255, 255, 255), by=4)


@pytest.mark.parametrize("colour", [0, 2, 4, 6])
def test_sixteen_bit_pictures_are_scaled_and_not_clipped(colour: int) -> None:
    samples = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    alpha = [65535] if colour in (4, 6) else []
    row = b"\0" + b"".join(
        struct.pack(f">{samples}H", *([level] * (samples - len(alpha)) + alpha)) for level in (0, 16384, 32768, 65535)
    )
    photo = open_photo(files.png((4, 1), 16, colour, row))
    levels = [photo.image.getpixel((x, 0)) for x in range(4)]
    for pixel, wanted in zip(levels, (0, 64, 128, 255), strict=True):
        assert close(pixel, (wanted, wanted, wanted), by=1)


@pytest.mark.parametrize("mode", ["I;16", "I;16B"])
def test_sixteen_bit_tiffs_of_both_byte_orders_are_scaled(mode: str) -> None:
    order = ">" if mode.endswith("B") else "<"
    image = Image.frombytes(mode, (2, 1), struct.pack(f"{order}2H", 0, 32768))
    assert close(open_photo(files.file_of(image, "TIFF")).image.getpixel((1, 0)), (128, 128, 128), by=1)


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [((0.0, 0.5, 1.0), 128), ((0.0, 128.0, 255.0), 128), ((-3.0, 0.0, 3.0), 128), ((0.0, 1e6, 2e6), 128)],
)
def test_pictures_of_broken_numbers_find_their_range(levels: tuple[float, ...], wanted: int) -> None:
    image = Image.frombytes("F", (3, 1), struct.pack("3f", *levels))
    photo = open_photo(files.file_of(image, "TIFF"))
    assert close(photo.image.getpixel((1, 0)), (wanted, wanted, wanted), by=1)
    assert photo.image.getpixel((2, 0)) == (255, 255, 255)


def test_numbers_that_are_none_do_no_harm() -> None:
    image = Image.frombytes("F", (2, 1), struct.pack("2f", float("nan"), float("inf")))
    assert open_photo(files.file_of(image, "TIFF")).size == (2, 1)


def test_a_single_colour_of_broken_numbers_does_no_harm() -> None:
    image = Image.frombytes("F", (2, 1), struct.pack("2f", -7.0, -7.0))
    assert open_photo(files.file_of(image, "TIFF")).size == (2, 1)


@pytest.mark.parametrize("kind", files.FORMATS)
def test_a_single_pixel_is_a_photo(kind: str) -> None:
    assert open_photo(files.file_of(Image.new("RGB", (1, 1), "white"), kind)).size == (1, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
@pytest.mark.parametrize("size", [(20_000, 10), (10, 20_000)])
def test_a_very_long_strip_keeps_at_least_one_pixel_of_its_short_side(kind: str, size: tuple[int, int]) -> None:
    photo = open_photo(files.file_of(Image.new("RGB", size, (200, 30, 30)), kind))
    assert max(photo.size) == LONGEST_SIDE
    assert min(photo.size) == 1
    assert close(photo.image.getpixel((0, 0)), RED)


def test_large_photos_are_shrunk_and_keep_their_shape_and_colours() -> None:
    photo = open_photo(files.file_of(files.picture((4500, 3000)), "PNG"))
    assert photo.size == (1024, 683)
    assert [
        close(colour, wanted, by=3) for colour, wanted in zip(colours(photo), (BRIGHT, BLUE, RED, BLUE), strict=True)
    ]


def test_shrinking_in_bands_leaves_no_seams() -> None:
    gradient = Image.linear_gradient("L").resize((3100, 3100), Image.Resampling.BILINEAR)
    column = open_photo(files.file_of(gradient, "PNG")).image.getchannel("R").crop((500, 0, 501, 1024))
    levels = list(column.get_flattened_data())
    assert all(0 <= after - before <= 1 for before, after in pairwise(levels))


def test_small_photos_are_left_as_they_are() -> None:
    image = files.picture((300, 200))
    assert open_photo(files.file_of(image, "PNG")).image.tobytes() == image.tobytes()


def test_only_the_first_picture_of_an_animation_is_taken() -> None:
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    for kind in ("GIF", "WEBP", "PNG", "TIFF"):
        data = files.file_of(first, kind, save_all=True, append_images=[second])
        assert close(open_photo(data).image.getpixel((4, 4)), (255, 0, 0)), kind


def test_the_two_pictures_of_a_stereo_camera_are_one_photo() -> None:
    data = files.file_of(files.picture(), "MPO", save_all=True, append_images=[files.picture()])
    assert open_photo(data).size == (48, 32)


def test_no_metadata_survives() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET camera"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRET place")
    jpeg = files.file_of(files.picture(), "JPEG", exif=exif, comment=b"SECRET", icc_profile=b"SECRET" * 30)
    heic = files.file_of(files.picture(), "HEIF", exif=exif)
    for data in (jpeg, files.file_of(files.picture(), "PNG", pnginfo=notes, exif=exif), heic):
        image = open_photo(data).image
        assert image.info == {}
        assert not image.getexif()
        assert b"SECRET" not in files.file_of(image, "PNG")


def test_equal_pixels_make_equal_photos_whatever_the_file() -> None:
    small = files.picture()
    as_png, as_bmp = open_photo(files.file_of(small, "PNG")), open_photo(files.file_of(small, "BMP"))
    assert as_png == as_bmp
    assert as_png.digest == as_bmp.digest
    assert len(as_png.digest) == 64
    assert as_png != open_photo(files.file_of(small.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "PNG"))
    flat, tall = Image.new("RGB", (4, 2)), Image.new("RGB", (2, 4))
    assert open_photo(files.file_of(flat, "PNG")) != open_photo(files.file_of(tall, "PNG"))


def test_the_photo_does_not_show_its_pixels_when_printed() -> None:
    assert "image" not in repr(open_photo(files.file_of(files.picture(), "PNG")))


def test_interlaced_and_compressed_notes_are_no_obstacle() -> None:
    note = files.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"hello"))
    assert open_photo(files.png((1, 1), 8, 2, b"\0\x01\x02\x03", note)).image.getpixel((0, 0)) == (1, 2, 3)
