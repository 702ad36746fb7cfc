"""Colour spaces that a file names by number (ITU-T H.273, table 2), written out as the ICC profiles they stand for."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

_D65_TO_D50 = ((1.047886, 0.022919, -0.050216), (0.029582, 0.990484, -0.017079), (-0.009252, 0.015073, 0.751678))
"""Bradford's adaptation between the white of screens and the white of profiles (ICC.1:2022, annex E)."""
_PRIMARIES = {9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)), 12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))}
"""x and y of red, green and blue where they differ from sRGB's: 9 is BT.2020, 12 is Display P3. White is D65."""
_WHITE = (0.3127 / 0.3290, 1.0, (1 - 0.3127 - 0.3290) / 0.3290)
_SRGB_LIKE = {1, 2, 6, 13, 14, 15}  # transfer characteristics that screens show with sRGB's curve
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # IEC 61966-2-1

Triple = tuple[float, float, float]


def profile_of_code_points(nclx: Mapping[str, Any] | None) -> bytes | None:
    """The ICC profile that libheif's `nclx` stands for; None for sRGB's own primaries, and for those not known here."""
    primaries = _PRIMARIES.get(nclx.get("color_primaries", 0)) if nclx else None
    if nclx is None or primaries is None or nclx.get("transfer_characteristics") not in _SRGB_LIKE:
        return None
    curve = b"para\0\0\0\0\0\3\0\0" + b"".join(map(_fixed, _SRGB_CURVE))
    tags = {b"wtpt": _xyz((0.9642, 1.0, 0.8249))}
    for letter, column in zip(b"rgb", _columns(*primaries), strict=True):
        tags[bytes([letter]) + b"XYZ"] = _xyz(column)
        tags[bytes([letter]) + b"TRC"] = curve
    return _profile(tags)


def _columns(*primaries: tuple[float, float]) -> list[Triple]:
    """XYZ of full red, green and blue, relative to D50, which add up to white."""
    full = [(x / y, 1.0, (1 - x - y) / y) for x, y in primaries]
    whole = _determinant(*full)
    shares = [_determinant(*full[:at], _WHITE, *full[at + 1 :]) / whole for at in range(3)]
    return [_adapted(column, share) for column, share in zip(full, shares, strict=True)]


def _determinant(*columns: Triple) -> float:
    a, b, c = columns
    return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])


def _adapted(column: Triple, share: float) -> Triple:
    x, y, z = (share * sum(a * b for a, b in zip(row, column, strict=True)) for row in _D65_TO_D50)
    return x, y, z


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(value: Triple) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, value))


def _profile(tags: Mapping[bytes, bytes]) -> bytes:
    """A display profile of version 4 (ICC.1:2022, section 7)."""
    start, table, body = 132 + 12 * len(tags), b"", b""
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value
    header = struct.pack(">I4sI4s4s4s12s4s", start + len(body), b"", 4 << 24, b"mntr", b"RGB ", b"XYZ ", b"", b"acsp")
    header += bytes(28) + b"".join(map(_fixed, (0.9642, 1.0, 0.8249)))
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
