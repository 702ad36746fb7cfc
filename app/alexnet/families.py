"""The everyday families that the networks' words belong to: what an answer means when it hesitates between words.

`weights/families.yaml` cuts the 1,000 words of ImageNet into some fifty families. A network that spreads its belief
over five kinds of cat says *cat* all the same once the five are added up. Needs no torch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import ConfigDict, Field, RootModel, StringConstraints, ValidationError, model_validator

from alexnet.weights.errors import WeightsError
from alexnet.weights.manifest import SHIPPED

FILE = "families.yaml"
FamilyId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$")]
WordNetId = Annotated[str, StringConstraints(pattern=r"^n[0-9]{8}$")]


@dataclass(frozen=True)
class FamilyShare:
    """What a network gives to a family: the sum over its `words`, as many as the network knows of it."""

    id: str
    probability: float
    words: int


class Families(RootModel[dict[FamilyId, Annotated[tuple[WordNetId, ...], Field(min_length=1)]]]):
    """Family id -> the WordNet ids in it. A word belongs to one family; one that belongs to none counts for none."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _one_family_for_a_word(self) -> Families:
        seen: set[str] = set()
        for family, words in self.root.items():
            for word in words:
                if word in seen:
                    raise ValueError(f"{word} stands a second time, in {family}")
                seen.add(word)
        return self

    @cached_property
    def by_word(self) -> Mapping[str, str]:
        """WordNet id -> family id."""
        return {word: family for family, words in self.root.items() for word in words}

    def shares(self, words: Sequence[str], probabilities: Sequence[float]) -> tuple[FamilyShare, ...]:
        """The families of `words` with their summed probabilities, likeliest first; of equal ones as in the file."""
        sums: dict[str, float] = {}
        counts: dict[str, int] = {}
        for family, probability in self._sorted_into(words, probabilities):
            sums[family] = sums.get(family, 0.0) + probability
            counts[family] = counts.get(family, 0) + 1
        found = [FamilyShare(id, sums[id], counts[id]) for id in self.root if id in sums]
        return tuple(sorted(found, key=lambda share: -share.probability))

    def _sorted_into(self, words: Sequence[str], probabilities: Sequence[float]) -> Iterator[tuple[str, float]]:
        for word, probability in zip(words, probabilities, strict=True):
            if word in self.by_word:
                yield self.by_word[word], probability


def read_families(folder: Path | None = None) -> Families:
    """The families in `folder`, or the project's own where it has none of its own; read again when the file changes.

    Raises `WeightsError` ("manifest") when the file cannot be read, or a word stands in two families.
    """
    path = folder / FILE if folder is not None and (folder / FILE).is_file() else SHIPPED / FILE
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, yaml.YAMLError) as error:  # pydantic's error is a ValueError
        problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error).splitlines()[0]
        raise WeightsError("manifest", file=str(path), problem=problem) from error


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Families:
    return Families.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
