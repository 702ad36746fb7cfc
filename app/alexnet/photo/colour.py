"""From the colours that a file says it has to sRGB, which screens show and which the networks learned from.

The same numbers mean other colours in another colour space: every iPhone writes Display P3, cameras write Adobe RGB,
scanners and printers bring profiles of their own. Which one a file means stands in its ICC profile (ICC.1:2022) or,
in HEIC, in code points (ITU-T H.273). A file that says nothing, or nothing that can be used, is taken for sRGB.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms

from alexnet.photo.cicp import profile_of_code_points

MAX_PROFILE_BYTES = 4 * 2**20
"""The largest profiles of printing presses have three megabytes."""

_HEADER, _TAG = 132, 12  # bytes of the header with the count of tags, and of one line of the table after it
_CLASSES = {b"mntr", b"scnr", b"prtr", b"spac"}  # devices and spaces; not links between two, names or effects
_MODES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}
_GREYS = {"1", "L", "LA", "La", "I", "F"}
_SLOW_TAGS = {f"{name}{intent}".encode() for name in ("D2B", "B2D") for intent in range(4)}
_ALIKE = 2  # levels of 255: a difference that nobody sees
_CONTRAST = 64  # levels that black and white must be apart, at least
_Apply = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class ColourSpace:
    """How a picture's numbers become sRGB: `mode` is Pillow's mode of the numbers that go in."""

    mode: str
    apply: _Apply

    def to_srgb(self, image: Image.Image) -> Image.Image:
        """The picture in sRGB, mode RGB; transparency is not looked at."""
        return self.apply(image if image.mode == self.mode else image.convert(self.mode))


def colour_space(mode: str, info: Mapping[Any, Any]) -> ColourSpace | None:
    """What the notes of a picture of that mode say of its colours; None when its numbers can be taken for sRGB."""
    if mode == "LAB":
        return _space("LAB", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    profile = info.get("icc_profile") or profile_of_code_points(info.get("nclx_profile"))
    if not isinstance(profile, bytes) or not _is_usable(profile):
        return None
    numbers = _MODES[profile[16:20]]
    is_grey = mode in _GREYS or mode.startswith("I;16")
    if (numbers == "CMYK") != (mode == "CMYK") or (numbers == "L" and not is_grey):
        return None  # a profile of another kind of picture, left behind by a careless program
    try:
        space = _space(numbers, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
        return space if _changes_colours(space) else None
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _is_usable(profile: bytes) -> bool:
    """Whether a profile is one of a picture, and cheap.

    Tags of a chain of calculations (ICC.1, multiProcessElementsType) are the only ones whose cost nothing bounds:
    a few kilobytes can hold minutes of work. Hardly any profile has them, and none has them alone.
    """
    if not _HEADER <= len(profile) <= MAX_PROFILE_BYTES:
        return False
    if profile[12:16] not in _CLASSES or profile[16:20] not in _MODES or profile[8] > 4:
        return False
    count = int.from_bytes(profile[128:132], "big")
    table = profile[_HEADER : _HEADER + _TAG * min(count, 200)]
    return not _SLOW_TAGS & {table[at : at + 4] for at in range(0, len(table), _TAG)}


def _space(mode: str, profile: ImageCms.ImageCmsProfile) -> ColourSpace:
    transform = ImageCms.buildTransform(
        profile,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return ColourSpace(mode, transform.apply)


def _changes_colours(space: ColourSpace) -> bool:
    """Whether it is worth applying: not when it is sRGB in all but its name, and not when no picture is left after it.

    A broken profile may well be read without complaint, and then turn every colour into black.
    """
    probe = _probe(space.mode)
    plain, converted = probe.convert("RGB"), space.to_srgb(probe)
    greys = converted.convert("L").tobytes()
    dark, bright = (greys[-1], greys[0]) if space.mode == "CMYK" else (greys[0], greys[-1])
    if bright - dark < _CONTRAST:
        return False
    return any(abs(a - b) > _ALIKE for a, b in zip(plain.tobytes(), converted.tobytes(), strict=True))


def _probe(mode: str) -> Image.Image:
    """Every mixture of six steps of each channel, in one row: the first has none of any, the last all of each."""
    channels = len(Image.new(mode, (1, 1)).getbands())
    steps = [[51 * (index // 6**channel % 6) for channel in range(channels)] for index in range(6**channels)]
    return Image.frombytes(mode, (len(steps), 1), bytes(step for mixture in steps for step in mixture))
