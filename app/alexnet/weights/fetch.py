"""Fetches a network's file, when somebody asks for it: with progress, on from where it broke off, and checked.

The file grows as `<name>.part` and gets its name only after its checksum has been verified, so a half-fetched
network is never mistaken for a whole one. Standard library only.
"""

from __future__ import annotations

import errno
import http.client
import os
import re
import shutil
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NoReturn

from alexnet.weights.errors import WeightsError
from alexnet.weights.manifest import NetworkEntry, path_of, verify

Progress = Callable[[int, int], None]
"""Told (bytes that are here, bytes in all) now and then. An exception from it stops the download for now."""

_PIECE = 2**17
_ATTEMPTS = 3  # a connection that breaks is taken up again by itself this often
_SPARE_BYTES = 50 * 2**20  # left free on the disk, so that fetching weights never stops the machine
_ONE_AT_A_TIME = threading.Lock()


def download(entry: NetworkEntry, progress: Progress, *, timeout: float = 30.0) -> Path:
    """Fetch the network's file into its folder and return its path; at once, when a sound file is already there.

    `timeout` is how many seconds the server may stay silent. Raises `WeightsError`: not-downloadable, busy, no-space,
    not-writable, no-route, server-refused, interrupted, checksum.
    """
    if not entry.url:
        raise WeightsError("not-downloadable", network=entry.id)
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise WeightsError("busy")
    try:
        return _download(entry, entry.url, progress, timeout)
    except OSError as error:
        _explain_disk(entry, error)
    finally:
        _ONE_AT_A_TIME.release()


def part_of(entry: NetworkEntry) -> Path:
    """Where an unfinished download waits."""
    return path_of(entry).with_name(f"{entry.file}.part")


def _download(entry: NetworkEntry, url: str, progress: Progress, timeout: float) -> Path:
    target, part = path_of(entry), part_of(entry)
    if target.exists() and _is_sound(entry, target):
        progress(entry.bytes, entry.bytes)
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    _check_space(entry, part)
    for attempt in range(_ATTEMPTS):
        if _size(part) < entry.bytes and not _fetch_rest(entry, url, part, progress, timeout) and attempt == 0:
            raise WeightsError("no-route", host=_host(url))
    if _size(part) < entry.bytes:
        raise WeightsError("interrupted", done_mb=_size(part) // 10**6, total_mb=entry.bytes // 10**6)
    try:
        verify(entry, part)
    except WeightsError:
        part.unlink()  # whatever this is, going on from it would never give the right file
        raise
    part.replace(target)
    return target


def _fetch_rest(entry: NetworkEntry, url: str, part: Path, progress: Progress, timeout: float) -> bool:
    """One connection: append what the server sends, until the end or until it breaks. False if there was none."""
    done = _size(part)
    request = urllib.request.Request(url, headers={"User-Agent": "alexnet-exhibit"})
    if done:
        request.add_header("Range", f"bytes={done}-")
    try:
        response = urllib.request.urlopen(request, timeout=timeout)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != 416:
            raise WeightsError("server-refused", host=_host(url), status=error.code) from error
        part.unlink()  # the server has no such rest: the next attempt starts from the beginning
        return True
    except (OSError, http.client.HTTPException):
        return False
    with response:
        goes_on = done > 0 and response.status == 206 and _range_start(response) == done
        promised = response.headers.get("Content-Length", "")
        if promised.isdecimal() and (done if goes_on else 0) + int(promised) != entry.bytes:
            part.unlink(missing_ok=True)
            raise WeightsError("checksum", file=entry.file)  # another file; often a page that asks for a password
        with part.open("ab" if goes_on else "wb") as file:
            _copy(response, file, entry.bytes, progress)
    return True


def _copy(response: http.client.HTTPResponse, file: BinaryIO, total: int, progress: Progress) -> None:
    done = file.tell()
    while done <= total:  # one piece too many is let through: the check then says what it is
        piece = _next_piece(response)
        if not piece:
            break
        file.write(piece)
        done += len(piece)
        progress(min(done, total), total)
    file.flush()
    os.fsync(file.fileno())


def _next_piece(response: http.client.HTTPResponse) -> bytes:
    """Empty at the end and where the connection breaks: what is missing shows in the file's length."""
    try:
        return response.read(_PIECE)
    except (OSError, http.client.HTTPException):
        return b""


def _host(url: str) -> str:
    return urllib.parse.urlsplit(url).netloc


def _range_start(response: http.client.HTTPResponse) -> int | None:
    match = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(match[1]) if match else None


def _is_sound(entry: NetworkEntry, path: Path) -> bool:
    try:
        verify(entry, path)
    except WeightsError:
        return False
    return True


def _check_space(entry: NetworkEntry, part: Path) -> None:
    needed = entry.bytes - _size(part)
    if shutil.disk_usage(part.parent).free < needed + _SPARE_BYTES:
        _no_space(entry, needed)


def _explain_disk(entry: NetworkEntry, error: OSError) -> NoReturn:
    """The disk's own complaints in one sentence each; a full disk gets its space back."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        part_of(entry).unlink(missing_ok=True)
        _no_space(entry, entry.bytes)
    raise WeightsError("not-writable", folder=str(entry.folder)) from error


def _no_space(entry: NetworkEntry, needed: int) -> NoReturn:
    raise WeightsError("no-space", folder=str(entry.folder), needed_mb=-(-(needed + _SPARE_BYTES) // 10**6))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
