"""What follows a JPEG's end is no part of the photo, and a JPEG that lacks its end is shown as browsers show it."""

from __future__ import annotations

import contextlib
import random

import numpy as np
import pytest
from PIL import Image

import photo_files as files
from alexnet.photo import Photo, PhotoError, jpeg, open_photo

SORTS = {
    "sequential": {},
    "progressive": {"progressive": True},
    "with restarts": {"restart_marker_rows": 1},
    "grey": {},
    "in full colour": {"subsampling": 0, "optimize": True},
}
END = b"\xff\xd9"


def photo_of(sort: str) -> bytes:
    """A photo full of detail, so that its bytes are spread evenly over its rows."""
    noise = Image.effect_noise((640, 480), 60)
    return files.file_of(noise if sort == "grey" else noise.convert("RGB"), "JPEG", **SORTS[sort])


def film(size: int = 3_000_000) -> bytes:
    """As a phone's film behind its photo: any bytes at all, every marker of a JPEG by chance among them."""
    return b"\0\0\0\x18ftypmp42" + random.Random(2012).randbytes(size)


def difference(one: Photo, other: Photo) -> np.ndarray:
    """How far each pixel of one is from the other's, in levels."""
    apart = np.asarray(one.image).astype(int) - np.asarray(other.image).astype(int)
    return np.abs(apart).max(axis=-1)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("trailer", [film(), b"\xff\xda" * 60_000, b"\xff" * 60_000, photo_of("sequential")])
def test_what_follows_the_end_is_no_part_of_the_photo(sort: str, trailer: bytes) -> None:
    data = photo_of(sort)
    photo = open_photo(data + trailer)
    assert photo.digest == open_photo(data).digest
    assert photo.notes == ()


def test_a_large_motion_photo_is_a_photo() -> None:
    """50 megapixels and a film in which the marker of a scan stands by chance a hundred times."""
    data = files.file_of(Image.new("RGB", (8160, 6120), (90, 120, 60)), "JPEG")
    assert open_photo(data + film(1_000_000) + (b"\xff\xda" + bytes(60)) * 100).size == (1024, 768)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("trailer", [b"", film(), b"\0" * 1000, b"\xff", b"\xff" * 1000])
def test_a_photo_without_end_marker_is_shown_whole(sort: str, trailer: bytes) -> None:
    data = photo_of(sort)
    photo = open_photo(data[:-2] + trailer)
    assert photo.digest == open_photo(data).digest
    if trailer in (b"", film()):  # the decoder is content with a few odd bytes, and then nothing is missing
        assert photo.notes == ("incomplete",)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("share", [0.999, 0.99, 0.92])
def test_a_photo_that_lacks_its_last_rows_is_shown_down_to_them(sort: str, share: float) -> None:
    data = photo_of(sort)
    photo, whole = open_photo(data[: int(share * len(data))]), open_photo(data)
    assert photo.notes == ("incomplete",)
    assert photo.size == whole.size
    upper = difference(photo, whole)[: int(480 * (share - 0.05))]
    assert upper.mean() < 12  # a progressive photo lacks some fineness everywhere
    if sort != "progressive":
        assert upper.max() == 0


@pytest.mark.parametrize("sort", ["sequential", "with restarts", "grey", "in full colour"])
def test_a_photo_that_lacks_more_is_refused(sort: str) -> None:
    data = photo_of(sort)
    for share in (0.2, 0.5, 0.8, 0.85):
        with pytest.raises(PhotoError, match="cut short"):
            open_photo(data[: int(share * len(data))])


def test_a_progressive_photo_counts_when_all_its_colours_and_details_have_begun() -> None:
    data = photo_of("progressive")
    scans = jpeg.layout(data).scans
    begun = next(at for at in range(len(scans)) if jpeg.layout(data[: scans[at].end] + END).is_covered)
    assert 0 < begun < len(scans) - 1
    early, enough = ((scans[at].end or 0) + 2000 for at in (begun - 1, begun))  # the next scan has just begun
    assert open_photo(data[:enough]).notes == ("incomplete",)
    with pytest.raises(PhotoError, match="cut short"):
        open_photo(data[:early])


def test_the_walk_ends_at_the_photo_s_own_end() -> None:
    data = photo_of("sequential")
    found = jpeg.layout(data + film())
    assert found.has_end
    assert [scan.end for scan in found.scans] == [len(data) - 2]
    assert not jpeg.layout(data[:-2]).has_end


def test_a_second_picture_in_front_of_the_photo_s_own_data_is_passed_over() -> None:
    """As the thumbnail that a camera puts into a segment of its own, with scans and an end of its own."""
    thumbnail = photo_of("progressive")[:60_000]
    segment = b"\xff\xef" + (len(thumbnail) + 2).to_bytes(2, "big") + thumbnail
    data = photo_of("sequential")
    assert len(jpeg.layout(data[:2] + segment + data[2:]).scans) == 1
    assert open_photo(data[:2] + segment + data[2:]).digest == open_photo(data).digest


def test_segments_without_number_are_a_bomb() -> None:
    data = photo_of("sequential")
    with pytest.raises(PhotoError, match="unpacks"):
        open_photo(data[:-2] + b"\xff\xfe\0\2" * 200_000 + END)


def test_every_cut_and_every_flipped_byte_is_answered_or_refused() -> None:
    data = files.file_of(files.picture((64, 48)), "JPEG", progressive=True)
    for at in range(2, len(data), 3):
        for broken in (data[:at], data[:at] + b"\xff" + data[at + 1 :], data[:at] + b"\0\0" + data[at + 2 :]):
            with contextlib.suppress(PhotoError):
                assert open_photo(broken).size[0] > 0
