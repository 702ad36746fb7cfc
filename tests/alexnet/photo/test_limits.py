"""What `alexnet.photo` promises of bad files: one plain sentence each, little memory, little time, no trace."""

from __future__ import annotations

import logging
import struct
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

import alexnet
import photo_files as files
from alexnet.photo import MAX_BYTES, MAX_FRAMES, REASONS, PhotoError, decoding, formats, open_photo

pytestmark = pytest.mark.filterwarnings(r"ignore::UserWarning:PIL")

APP = Path(alexnet.__file__).parents[1]


def refusal(data: bytes) -> PhotoError:
    with pytest.raises(PhotoError) as caught:
        open_photo(data)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    return caught.value


def fate(data: bytes) -> str:
    """The reason of the refusal, or "answered"."""
    try:
        open_photo(data)
    except PhotoError as error:
        return error.reason
    return "answered"


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"").reason == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"Dear museum, BM and GIF are only words here.",
        b"BMW builds cars and motorcycles, and this is a text about them.",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
        b"PK\x03\x04\x14\0\0\0\x08\0",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"\0\0\0\x18ftyp",
        b"\xff\xd8",
        b"\0" * 100,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"P6 1 1 255 abc",
    ],
    ids=["text", "bmw", "pdf", "svg", "zip", "wave", "mp4", "stub", "two-bytes", "zeros", "postscript", "ppm"],
)
def test_what_is_not_an_accepted_picture_is_refused(data: bytes) -> None:
    assert refusal(data).reason == "not-an-image"


@pytest.mark.parametrize("kind", files.FORMATS)
@pytest.mark.parametrize("share", [0.15, 0.5, 0.8])
def test_a_picture_that_is_cut_short_is_refused(kind: str, share: float) -> None:
    noise = Image.effect_noise((200, 120), 80).convert("RGB")
    data = files.file_of(noise, kind)
    assert refusal(data[: int(len(data) * share)]).reason == "truncated"


@pytest.mark.parametrize("kind", files.FORMATS)
def test_every_beginning_of_a_file_is_answered_or_refused_in_one_sentence(kind: str) -> None:
    data = files.file_of(files.picture(), kind)
    apart = kind in ("AVIF", "HEIF", "TIFF")  # each costs a process
    for end in [*range(1, 40, 3), *range(40, len(data), len(data) // 5)] if apart else range(1, len(data), 7):
        assert fate(data[:end]) in ("answered", "not-an-image", "truncated")


def test_more_than_20_megabytes_are_refused_before_anything_looks_at_them() -> None:
    error = refusal(b"\xff" * (MAX_BYTES + 1))
    assert error.reason == "too-many-bytes"
    assert error.details["limit"] == 20
    assert "20.1 MB" in str(error)


def test_exactly_20_megabytes_are_not_too_many() -> None:
    assert refusal(b"\xff" * MAX_BYTES).reason == "not-an-image"


@pytest.mark.parametrize("size", [(8001, 8000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_more_than_64_megapixels_are_refused_from_the_header_alone(size: tuple[int, int]) -> None:
    error = refusal(files.png(size, 8, 2, None))
    assert error.reason == "too-many-pixels"
    assert error.details["limit"] == 64
    assert error.details["megapixels"] == pytest.approx(size[0] * size[1] / 1e6)


def test_a_webp_of_268_megapixels_is_refused_from_its_header() -> None:
    body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + struct.pack("<I", 16382)[:3] * 2 + b"\0" * 40
    error = refusal(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)
    assert error.reason == "too-many-pixels"


def test_a_gif_of_too_many_frames_is_refused() -> None:
    open_photo(files.gif_of_frames(MAX_FRAMES))
    error = refusal(files.gif_of_frames(MAX_FRAMES + 1))
    assert error.reason == "too-many-frames"
    assert str(MAX_FRAMES) in str(error)


def test_a_gif_of_a_million_frames_is_refused_at_once() -> None:
    start = time.thread_time()
    assert refusal(files.gif_of_frames(1_000_000)).reason == "too-many-frames"
    assert time.thread_time() - start < 1


def test_a_png_that_promises_two_thousand_million_frames_is_refused() -> None:
    promise = files.chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    assert refusal(files.png((1, 1), 8, 2, b"\0\0\0\0", promise)).reason == "too-many-frames"


def test_a_webp_of_too_many_frames_is_refused() -> None:
    frames = [Image.new("RGB", (2, 2), (step % 256, step // 256, 9)) for step in range(MAX_FRAMES + 5)]
    data = files.file_of(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert refusal(data).reason == "too-many-frames"


def test_a_note_that_unpacks_to_a_hundred_megabytes_is_refused() -> None:
    bomb = files.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100 * 2**20), 9))
    assert refusal(files.png((1, 1), 8, 2, b"\0\0\0\0", bomb)).reason == "decompression-bomb"


def test_a_tiff_that_names_the_same_megabytes_again_and_again_is_refused() -> None:
    body = bytes(2**20)
    entries = [(tag, 7, len(body), struct.pack("<I", 8)) for tag in range(40_000, 40_500)]
    assert refusal(files.tiff(entries, body)).reason in ("truncated", "decompression-bomb")


def test_a_file_may_not_be_read_over_and_over() -> None:
    guarded = decoding.GuardedBytes(bytes(2**20))
    for _ in range(5):
        guarded.seek(0)
        guarded.read()
    guarded.seek(0)
    with pytest.raises(PhotoError, match="unpacks"):
        guarded.read()


def test_a_tiff_with_tiles_far_larger_than_its_picture_is_refused() -> None:
    short, long = 3, 4
    entries = [
        (256, short, 1, struct.pack("<HH", 16, 0)),
        (257, short, 1, struct.pack("<HH", 16, 0)),
        (258, short, 1, struct.pack("<HH", 8, 0)),
        (259, short, 1, struct.pack("<HH", 8, 0)),
        (262, short, 1, struct.pack("<HH", 1, 0)),
        (277, short, 1, struct.pack("<HH", 1, 0)),
        (322, long, 1, struct.pack("<I", 32_768)),
        (323, long, 1, struct.pack("<I", 32_768)),
        (324, long, 1, struct.pack("<I", 8)),
        (325, long, 1, struct.pack("<I", 16)),
    ]
    assert refusal(files.tiff(entries, bytes(16))).reason == "decompression-bomb"


def test_a_jpeg_of_a_thousand_scans_is_refused() -> None:
    data = files.file_of(Image.new("L", (6000, 6000), 99), "JPEG", progressive=True)
    last_scan = data.rindex(b"\xff\xda")
    assert open_photo(data).size == (1024, 1024)
    assert refusal(data[:-2] + data[last_scan:-2] * 1000 + b"\xff\xd9").reason == "decompression-bomb"


def test_an_avif_that_holds_more_than_it_promises_is_kept_within_bounds() -> None:
    peak = run_apart(
        "import resource\n"
        "from photo_files import lying_avif\n"
        "attempt(lying_avif())\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    assert int(peak) < 512


def test_a_decoder_that_dies_takes_only_the_photo_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alexnet.photo.sandbox._START", "import os; os.abort()")
    assert refusal(files.file_of(files.picture(), "HEIF")).reason == "decompression-bomb"


def test_a_decoder_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alexnet.photo.sandbox._START", "import time; time.sleep(60)")
    monkeypatch.setattr("alexnet.photo.sandbox._WALL_SECONDS", 0.5)
    assert refusal(files.file_of(files.picture(), "AVIF")).reason == "too-slow"


def test_reading_stops_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_SECONDS", -1.0)
    assert refusal(files.file_of(files.picture(), "JPEG")).reason == "too-slow"


def test_a_comment_in_two_million_pieces_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_SECONDS", 0.3)
    pieces = b"\x21\xfe" + b"\x01x" * 2_000_000 + b"\0"
    whole = files.gif_of_frames(1)
    start = time.thread_time()
    assert refusal(whole[:19] + pieces + whole[19:]).reason == "too-slow"
    assert time.thread_time() - start < 3


def test_counting_frames_survives_every_cut() -> None:
    data = files.gif_of_frames(3)
    counts = [formats.gif_frames(data[:end], 10) for end in range(len(data) + 1)]
    assert counts == sorted(counts)
    assert counts[-1] == 3


@pytest.mark.parametrize(
    ("size", "samples"), [((9200, 6950), 4), ((9200, 6950), 1), ((63_000_000, 1), 1)], ids=["rgba", "grey", "line"]
)
def test_the_largest_photo_needs_less_than_512_megabytes(size: tuple[int, int], samples: int) -> None:
    """Measured as the growth of a fresh process's peak, with the file made in another."""
    data = files.large_png(size, samples)
    grown = run_apart(
        "import resource, sys\n"
        "data = sys.stdin.buffer.read()\n"
        "attempt(SMALL)\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert open_photo(data).size[0] == 1024\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)",
        data,
    )
    assert int(grown) < 512


def test_nothing_of_a_photo_is_written_to_disk() -> None:
    written = run_apart(
        "import sys\n"
        "from photo_files import FORMATS, file_of, picture\n"
        "data = {kind: file_of(picture(), kind) for kind in FORMATS}\n"
        "attempt(data['AVIF'])\n"
        "written = []\n"
        "def watch(event, arguments):\n"
        "    if event == 'open' and isinstance(arguments[0], (str, bytes)):\n"
        "        if arguments[2] & 3 or set('wax+') & set(arguments[1] or ''):\n"
        "            written.append(arguments[0])\n"
        "sys.addaudithook(watch)\n"
        "for photo in data.values():\n"
        "    open_photo(photo)\n"
        "    attempt(photo[:len(photo) // 2])\n"
        "print(written)"
    )
    assert written == "[]"


def test_nothing_of_a_photo_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    exif = Image.Exif()
    exif[0x010F] = "SECRET camera"
    data = files.file_of(files.picture(), "JPEG", exif=exif)
    open_photo(data)
    error = refusal(data[:-40])
    assert "SECRET" not in caplog.text
    assert error.__cause__ is None
    assert error.__context__ is None


def test_many_visitors_at_once_get_the_same_answers() -> None:
    data = [files.file_of(files.picture((30 + 10 * n, 40)), "PNG") for n in range(6)]
    alone = [open_photo(one).digest for one in data]
    together: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda n=n: together.update({n: open_photo(data[n]).digest})) for n in range(len(data))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[n] for n in range(len(data))] == alone


def test_every_reason_has_its_sentence() -> None:
    details = {"megabytes": 21.0, "megapixels": 65.0, "limit": 20}
    sentences = {str(PhotoError(reason, **details)) for reason in REASONS}
    assert len(sentences) == len(REASONS)


def test_opening_a_photo_imports_no_torch() -> None:
    assert run_apart("import sys\nattempt(SMALL)\nprint('torch' in sys.modules)") == "False"


def run_apart(script: str, data: bytes = b"") -> str:
    """What `script` prints in a process of its own; it finds `open_photo`, `attempt` and a small photo there."""
    start = (
        "import sys\n"
        f"sys.path[:0] = [{str(APP)!r}, {str(APP.parent / 'tests')!r}]\n"
        "from alexnet.photo import PhotoError, open_photo\n"
        f"SMALL = {files.file_of(files.picture(), 'PNG')!r}\n"
        "def attempt(data):\n"
        "    try:\n"
        "        open_photo(data)\n"
        "    except PhotoError:\n"
        "        pass\n"
    )
    done = subprocess.run([sys.executable, "-c", start + script], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()
