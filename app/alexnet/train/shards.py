"""Arrays of photographs as a few small folders, to carry them to a machine that the training data cannot reach.

A sheet is a picture of 16 x 16 photographs, compressed as AVIF; a shard is a folder of sheets below a limit of size.
Photographs are dealt out at random, so that a shard that gets lost costs every word alike. In a shard
stand besides: `classes.txt`, and `labels.npz` with one array of words' numbers per sheet.
"""

from __future__ import annotations

import io
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

ACROSS = 16  # photographs per side of a sheet
_SHEET = ACROSS * ACROSS

Photos = NDArray[np.uint8]
Sheet = tuple[str, NDArray[np.int64], bytes]  # its name, its photographs' words, the picture
Job = tuple[str, Path, NDArray[np.int64]]  # its name, the array, which of its photographs


def pack(data: Path, out: Path, *, megabytes: float = 50, quality: int = 60, held_out: int = 1000) -> list[Path]:
    """Write the arrays of `data` as shards of at most `megabytes` each; of every set `held_out` tests go along.

    Training photographs that nearly equal a held-out one stay behind. Returns the shards' folders.
    """
    shards: list[Path] = []
    used = 0
    labels: dict[str, NDArray[np.int64]] = {}
    for name, words, picture in _sheets(data, quality, held_out):
        if not shards or used + len(picture) > megabytes * 1e6:
            _close(shards, labels, data)
            shards.append(out / f"shard{len(shards)}")
            shards[-1].mkdir(parents=True)
            used = 0
        (shards[-1] / f"{name}.avif").write_bytes(picture)
        labels[name] = words
        used += len(picture) + 2 * len(words)
    _close(shards, labels, data)
    return shards


def _close(shards: list[Path], labels: dict[str, NDArray[np.int64]], data: Path) -> None:
    if shards:
        arrays: dict[str, Any] = {name: words.astype(np.uint16) for name, words in labels.items()}
        np.savez_compressed(shards[-1] / "labels.npz", **arrays)
        shutil.copy(data / "classes.txt", shards[-1])
    labels.clear()


def _sheets(data: Path, quality: int, held_out: int) -> Iterator[Sheet]:
    """All sheets of all sets in random order; the same order every time."""
    jobs: list[Job] = []
    chance = np.random.default_rng(0)
    for file in sorted(data.glob("*_x.npy")):
        stem = file.name.removesuffix("_x.npy")
        name, part = stem.rsplit("_", 1)
        chosen = np.arange(len(np.load(file, mmap_mode="r")))
        if part == "train":
            chosen = np.setdiff1d(chosen, np.load(data / f"{name}_leave_out.npy"))
        chosen = chance.permutation(chosen)[: held_out if part == "val" else None]
        jobs += [(f"{stem}.{i:05d}", file, np.sort(chosen[i : i + _SHEET])) for i in range(0, len(chosen), _SHEET)]
    jobs = [jobs[i] for i in chance.permutation(len(jobs))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from tqdm(pool.map(lambda job: _sheet(job, quality), jobs), total=len(jobs), unit="sheet")


def _sheet(job: Job, quality: int) -> Sheet:
    name, file, chosen = job
    photos = np.load(file, mmap_mode="r")
    words = np.load(file.with_name(file.name.replace("_x.npy", "_y.npy")), mmap_mode="r")[chosen]
    pixels = photos.shape[1]
    grid = np.zeros((_SHEET, pixels, pixels, 3), np.uint8)
    grid[: len(chosen)] = photos[chosen]
    table = grid.reshape(ACROSS, ACROSS, pixels, pixels, 3).transpose(0, 2, 1, 3, 4)
    written = io.BytesIO()
    Image.fromarray(table.reshape(ACROSS * pixels, ACROSS * pixels, 3)).save(
        written, "AVIF", quality=quality, speed=8, max_threads=1
    )
    return name, words, written.getvalue()


def unpack(shards: list[Path], data: Path) -> None:
    """Turn shards into the arrays that `alexnet.train.run` reads, in `data`. An array that was there is replaced."""
    data.mkdir(parents=True, exist_ok=True)
    photos: dict[str, list[Photos]] = defaultdict(list)
    words: dict[str, list[NDArray[np.int64]]] = defaultdict(list)
    for shard in shards:
        shutil.copy(shard / "classes.txt", data)
        with np.load(shard / "labels.npz") as labels, ProcessPoolExecutor() as pool:
            names = sorted(labels.files)
            sheets = pool.map(_opened, [(shard / f"{name}.avif", len(labels[name])) for name in names], chunksize=4)
            for name, sheet in zip(names, sheets, strict=True):
                stem = name.rsplit(".", 1)[0]
                photos[stem].append(sheet)
                words[stem].append(labels[name].astype(np.int64))
    for stem, found in photos.items():
        np.save(data / f"{stem}_x.npy", np.concatenate(found))
        np.save(data / f"{stem}_y.npy", np.concatenate(words[stem]))
        if stem.endswith("_train"):
            np.save(data / f"{stem.removesuffix('_train')}_leave_out.npy", np.empty(0, np.int64))


def _opened(sheet: tuple[Path, int]) -> Photos:
    file, count = sheet
    with Image.open(file) as picture:
        table = np.asarray(picture.convert("RGB"))
    pixels = len(table) // ACROSS
    grid = table.reshape(ACROSS, pixels, ACROSS, pixels, 3).transpose(0, 2, 1, 3, 4)
    return grid.reshape(_SHEET, pixels, pixels, 3)[:count].copy()
