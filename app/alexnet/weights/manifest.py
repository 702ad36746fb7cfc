"""The networks that exist, as `weights/manifest.yaml` lists them: what each file is, and whether it is here.

Reading the manifest needs no torch, so that story rooms may ask which networks are installed.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from alexnet.weights.errors import WeightsError

SHIPPED = Path(__file__).resolve().parents[3] / "weights"
"""The folder that comes with the project: the manifest, the lists of classes, the network trained by us."""
MANIFEST = "manifest.yaml"

_PLAIN_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"  # no folders: a manifest cannot point outside its own
Architecture = Literal["alexnet-2012", "alexnet-torchvision"]
Status = Literal["installed", "missing", "damaged"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Normalisation(_Record):
    """How pixels become the network's input, per channel (R, G, B).

    `mean-64`: (pixel of 0..255 - mean) / 64. `imagenet`: (pixel of 0..1 - mean) / std, as torchvision does.
    """

    kind: Literal["mean-64", "imagenet"]
    mean: tuple[float, float, float]
    std: tuple[float, float, float] | None = None

    @model_validator(mode="after")
    def _imagenet_has_std(self) -> Normalisation:
        if (self.kind == "imagenet") != (self.std is not None):
            raise ValueError("std belongs to the kind imagenet, and to that alone")
        return self


class Accuracy(_Record):
    """Per cent of photographs named rightly by the first guess and by one of five, and on what it was measured."""

    top1: float = Field(ge=0, le=100)
    top5: float = Field(ge=0, le=100)
    measured_on: str
    note: str = ""


class NetworkEntry(_Record):
    """One network of the manifest. `folder` is where its file is looked for; it is not written in the manifest."""

    id: str = Field(pattern=_PLAIN_NAME)
    architecture: Architecture
    file: str = Field(pattern=_PLAIN_NAME)
    url: str | None = Field(default=None, pattern=r"^https?://")
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    sha256_prefix: str | None = Field(default=None, pattern=r"^[0-9a-f]{8,64}$")
    bytes: int = Field(gt=0)
    classes: str = Field(pattern=_PLAIN_NAME)
    speaks: str | None = Field(default=None, pattern=_PLAIN_NAME)
    """The file with the words that it may answer with; None: all of `classes`."""
    normalisation: Normalisation
    input_size: int = Field(gt=0)
    resize: int = Field(gt=0)
    shrink_to: int | None = Field(default=None, gt=0)
    """Pixels that the shorter side is softened to before `resize`, for a network that learned from small pictures."""
    jpeg_quality: int | None = Field(default=None, ge=1, le=95)
    """The softened photo is compressed to a JPEG of this quality, in memory, for a network that learned from JPEGs."""
    licence: str
    accuracy: Accuracy
    temperature: float = Field(default=1.0, gt=0)
    card: str
    folder: Path = Field(default=SHIPPED, exclude=True)

    @model_validator(mode="after")
    def _has_one_checksum(self) -> NetworkEntry:
        if (self.sha256 is None) == (self.sha256_prefix is None):
            raise ValueError("give either sha256 or sha256_prefix")
        return self

    @model_validator(mode="after")
    def _square_fits(self) -> NetworkEntry:
        if self.resize < self.input_size:
            raise ValueError("resize must not be smaller than input_size")
        return self

    @property
    def checksum(self) -> str:
        """The SHA-256 of the file, or as much of its beginning as is known."""
        return self.sha256 or self.sha256_prefix or ""


class Manifest(_Record):
    """All networks, in the order of the file."""

    networks: tuple[NetworkEntry, ...]

    def entry(self, network: str) -> NetworkEntry:
        """The network with this id, or `WeightsError` that names those there are."""
        for entry in self.networks:
            if entry.id == network:
                return entry
        known = ", ".join(entry.id for entry in self.networks)
        raise WeightsError("unknown-network", network=network, known=known)


def read_manifest(folder: Path | None = None) -> Manifest:
    """The manifest, with every entry looking for its file in `folder`.

    Without `folder`, that is $EXHIBIT_WEIGHTS_DIR or else the project's own `weights/`. A folder without a manifest
    of its own uses the project's: it may be a bare place for downloads.
    """
    place = folder or Path(os.environ.get("EXHIBIT_WEIGHTS_DIR") or SHIPPED)
    path = _beside_or_shipped(place, MANIFEST)
    try:
        manifest = Manifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise WeightsError("manifest", file=str(path), problem=_first_line(error)) from error
    entries = tuple(entry.model_copy(update={"folder": place}) for entry in manifest.networks)
    return Manifest(networks=entries)


def path_of(entry: NetworkEntry) -> Path:
    """Where the network's file is, or would be."""
    return entry.folder / entry.file


def status(entry: NetworkEntry) -> Status:
    """Whether the file is here, by its size alone: cheap enough for every page. Loading checks every byte."""
    try:
        size = path_of(entry).stat().st_size
    except OSError:
        return "missing"
    return "installed" if size == entry.bytes else "damaged"


def verify(entry: NetworkEntry, path: Path | None = None) -> None:
    """Check the whole file (or the one at `path`) against the manifest: that it is there, its length, its checksum.

    Raises `WeightsError`: missing, truncated, checksum, unreadable.
    """
    place = path or path_of(entry)
    try:
        size = place.stat().st_size
        if size < entry.bytes:
            raise WeightsError("truncated", file=entry.file, actual=size, expected=entry.bytes)
        with place.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise WeightsError("missing", network=entry.id, file=entry.file) from None
    except OSError as error:
        raise WeightsError("unreadable", file=entry.file, problem=error.strerror or "unknown") from error
    if size != entry.bytes or not digest.startswith(entry.checksum):
        raise WeightsError("checksum", file=entry.file)


def class_ids(entry: NetworkEntry) -> tuple[str, ...]:
    """The WordNet ids that the outputs in the network's file stand for, in their order."""
    return _words(_beside_or_shipped(entry.folder, entry.classes))


def spoken_ids(entry: NetworkEntry) -> tuple[str, ...]:
    """The WordNet ids that the network may answer with, in the order of its outputs.

    A network can have outputs that it has hardly learned; `entry.speaks` leaves them out of every answer.
    Raises `WeightsError` ("manifest") when that list names a word that the network does not have.
    """
    words = class_ids(entry)
    if entry.speaks is None:
        return words
    path = _beside_or_shipped(entry.folder, entry.speaks)
    spoken = set(_words(path))
    if strange := sorted(spoken.difference(words)):
        raise WeightsError("manifest", file=str(path), problem=f"{strange[0]} is no word of {entry.id}")
    return tuple(word for word in words if word in spoken)


def _words(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsError("manifest", file=str(path), problem=_first_line(error)) from error


def _beside_or_shipped(folder: Path, name: str) -> Path:
    return folder / name if (folder / name).is_file() else SHIPPED / name


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return (str(error).splitlines() or [type(error).__name__])[0]
