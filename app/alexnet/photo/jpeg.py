"""The segments of a JPEG, found by walking from marker to marker as a decoder does (ITU-T T.81, annex B).

Phones put films, depth maps and second pictures behind the end of a photo; what they hold is no part of it. And some
files have no end: the marker is missing, or the last rows were not copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from alexnet.photo.limits import PhotoError

_MARKER = re.compile(rb"\xff[\x01-\xfe]")
_AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # restart markers are part of a scan's data, FF 00 is a plain FF
_EOI, _SOS = 0xD9, 0xDA
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_SEGMENTS = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, _SOS, 0xFE, *range(0xE0, 0xF0)}
_ALONE = {0x01, *range(0xD0, 0xD8)}
_MAX_MARKERS = 100_000
_COEFFICIENTS = 64  # of a block of 8 x 8 pixels


@dataclass(frozen=True)
class Scan:
    """One pass over the picture: which components it brings, and which of their coefficients for the first time."""

    components: bytes
    coefficients: range
    end: int | None
    """Where the next marker stands; None when none follows."""


@dataclass(frozen=True)
class Layout:
    """What the walk found.

    `bits` are those of a sample and `components` those of the frame; `has_end` tells whether the end was reached.
    """

    bits: int
    components: bytes
    progressive: bool
    scans: tuple[Scan, ...]
    has_end: bool

    @property
    def is_covered(self) -> bool:
        """Whether finished scans bring every coefficient of every component: what is missing is only fineness."""
        finished = self.scans if self.has_end else self.scans[:-1]
        brought = {(one, at) for scan in finished for one in scan.components for at in scan.coefficients}
        return bool(self.components) and len(brought) >= _COEFFICIENTS * len(set(self.components))

    @property
    def usable(self) -> int | None:
        """Up to which byte a file without end is certainly the picture's own; None when that is all of it."""
        if not self.scans:
            return None
        is_all_there_is = not self.progressive and set(self.scans[0].components) == set(self.components)
        return self.scans[0 if is_all_there_is else -1].end


def layout(data: bytes) -> Layout:
    """Walk over the segments of a JPEG up to its end, or to where no decoder would go on."""
    bits, components, progressive = 0, b"", False
    scans: list[Scan] = []
    for code, body, start in _markers(data):
        if scans and scans[-1].end is None:
            scans[-1] = replace(scans[-1], end=start)
        if code in _FRAMES:
            bits, components, progressive = (body or b"\0")[0], body[6::3], code in _PROGRESSIVE
        elif code == _SOS:
            scans.append(_scan(body))
        elif code == _EOI:
            return Layout(bits, components, progressive, tuple(scans), has_end=True)
    return Layout(bits, components, progressive, tuple(scans), has_end=False)


def _markers(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Code, body and place of each marker; the last is the end, or one that belongs to no picture."""
    at, pattern = 2, _MARKER
    for _ in range(_MAX_MARKERS):
        found = pattern.search(data, at)
        if found is None:
            return
        code, at, pattern = data[found.end() - 1], found.end(), _MARKER
        if code in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big") if code in _SEGMENTS else 0
        if length < 2 or at + length > len(data):
            yield (code if code == _EOI else 0), b"", found.start()
            return
        yield code, data[at + 2 : at + length], found.start()
        at += length
        if code == _SOS:
            pattern = _AFTER_SCAN
    raise PhotoError("decompression-bomb")


def _scan(body: bytes) -> Scan:
    count = body[0] if body else 0
    first, last, bits = body[1 + 2 * count : 4 + 2 * count].ljust(3, b"\xff")
    return Scan(body[1 : 1 + 2 * count : 2], range(first, last + 1) if bits < 16 else range(0), None)
