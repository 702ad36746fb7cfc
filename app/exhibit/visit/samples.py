"""The museum's own photos, which lie ready for visitors."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from exhibit.errors import ExhibitError
from exhibit.server import resources

if TYPE_CHECKING:
    from alexnet.photo import Photo

_THUMBNAIL = (300, 225)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sample:
    """A photo of the museum that visitors can try. `thumbnail` is a small JPEG."""

    id: str
    name: str
    alt: str
    thumbnail: bytes


def samples(language: str) -> tuple[Sample, ...]:
    """The museum's photos with their names in `language`. One whose file cannot be used is left out."""
    library, found = resources.content(), []
    for record in library.samples(language):
        file = library.samples_folder / record.file
        try:
            thumbnail = _thumbnail(file, file.stat().st_mtime_ns)
        except (OSError, ExhibitError) as problem:
            _LOG.warning("The sample %s is left out: %s", record.id, problem)
            continue
        found.append(Sample(record.id, record.name, record.alt, thumbnail))
    return tuple(found)


def sample_photo(sample_id: str) -> Photo | None:
    """The photo of one sample, or None when there is no such sample (anybody can write a link)."""
    library = resources.content()
    for record in library.samples(library.default_language):
        if record.id == sample_id and (library.samples_folder / record.file).is_file():
            return resources.open_photo((library.samples_folder / record.file).read_bytes())
    return None


def spoken(sample_id: str, vocabulary: Collection[str]) -> tuple[str, ...] | None:
    """The words of `vocabulary` that would be right for a sample; None where nobody said what the photo shows."""
    library = resources.content()
    for record in library.samples(library.default_language):
        if record.id == sample_id and record.classes is not None:
            return tuple(word for word in record.classes if word in vocabulary)
    return None


@lru_cache(maxsize=64)
def _thumbnail(file: Path, changed: int) -> bytes:
    """Cut to one shape, from the upper part, where faces are. `changed` makes a new file a new thumbnail."""
    from PIL import ImageOps

    from exhibit.encode import jpeg

    image = resources.open_photo(file.read_bytes()).image
    return jpeg(ImageOps.fit(image, _THUMBNAIL, centering=(0.5, 0.3)), quality=82)
