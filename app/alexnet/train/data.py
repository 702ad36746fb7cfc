"""Photographs in folders become arrays of bytes; near-duplicates across the line between learning and testing go.

A set is a folder `train/<wnid>/**` and `val/<wnid>/**` of pictures, or Tiny ImageNet's own layout (a file
`val/val_annotations.txt` naming the word of each picture in `val/images`). The arrays are `<set>_<part>_x.npy`
(N, P, P, 3) uint8 and `<set>_<part>_y.npy` (N,) int64, and `classes.txt` lists the words in the order of the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

PARTS = ("train", "val")
SAME = 0.985  # correlation of two 12x12 grey thumbnails from which on two pictures count as one
_PICTURES = {".jpg", ".jpeg", ".png"}


@dataclass(frozen=True)
class PhotoSet:
    """A named folder of photographs, to be kept as squares of `pixels`."""

    name: str
    folder: Path
    pixels: int

    @classmethod
    def parse(cls, text: str) -> PhotoSet:
        """`NAME=FOLDER:PIXELS`, as on the command line."""
        name, _, rest = text.partition("=")
        folder, _, pixels = rest.rpartition(":")
        if not (name and folder and pixels.isdigit()):
            raise ValueError(f"{text!r} is not of the form NAME=FOLDER:PIXELS")
        return cls(name, Path(folder), int(pixels))

    def pictures(self, part: str) -> Iterator[tuple[Path, str]]:
        """Each picture of a part with its word (a WordNet id)."""
        annotations = self.folder / part / "val_annotations.txt"
        if annotations.exists():
            for line in annotations.read_text(encoding="utf-8").splitlines():
                name, word = line.split("\t")[:2]
                yield self.folder / part / "images" / name, word
            return
        for folder in sorted(path for path in (self.folder / part).iterdir() if path.is_dir()):
            for file in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _PICTURES):
                yield file, folder.name


def build(sets: list[PhotoSet], out: Path) -> None:
    """Write the arrays and the list of words, then the list of near-duplicates to leave out of training."""
    out.mkdir(parents=True, exist_ok=True)
    listed = {(s.name, part): list(s.pictures(part)) for s in sets for part in PARTS}
    words = sorted({word for pictures in listed.values() for _, word in pictures})
    (out / "classes.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    number = {word: index for index, word in enumerate(words)}
    for s in sets:
        for part in PARTS:
            _write_arrays(listed[s.name, part], number, s.pixels, out / f"{s.name}_{part}")
    for s in sets:
        np.save(out / f"{s.name}_leave_out.npy", duplicates_of_tests(s.name, [t.name for t in sets], out))


def _write_arrays(pictures: list[tuple[Path, str]], number: dict[str, int], pixels: int, stem: Path) -> None:
    shape = (len(pictures), pixels, pixels, 3)
    x = np.lib.format.open_memmap(f"{stem}_x.npy", "w+", np.uint8, shape)
    for index, (file, _) in enumerate(tqdm(pictures, desc=stem.name, unit="photo")):
        with Image.open(file) as picture:
            square = picture.convert("RGB").resize((pixels, pixels), Image.Resampling.BICUBIC)
        x[index] = np.asarray(square)
    x.flush()
    np.save(f"{stem}_y.npy", np.array([number[word] for _, word in pictures], np.int64))


def duplicates_of_tests(name: str, others: list[str], folder: Path) -> NDArray[np.int64]:
    """Indices of a set's training photographs that all but equal a held-out photograph of the same word."""
    mine, labels = _thumbnails(folder / f"{name}_train")
    found: set[int] = set()
    for other in others:
        theirs, other_labels = _thumbnails(folder / f"{other}_val")
        for word in np.intersect1d(labels, other_labels):
            here, there = np.flatnonzero(labels == word), np.flatnonzero(other_labels == word)
            closest = (mine[here] @ theirs[there].T).amax(1).numpy()
            found.update(here[closest > SAME].tolist())
    return np.array(sorted(found), np.int64)


def _thumbnails(stem: Path) -> tuple[torch.Tensor, NDArray[np.int64]]:
    x, y = np.load(f"{stem}_x.npy", mmap_mode="r"), np.load(f"{stem}_y.npy")
    small = [
        F.interpolate(torch.from_numpy(x[i : i + 2000].copy()).float().mean(-1)[:, None], size=(12, 12), mode="area")
        for i in range(0, len(x), 2000)
    ]
    flat = torch.cat(small).flatten(1)
    return F.normalize(flat - flat.mean(1, keepdim=True), dim=1), y
