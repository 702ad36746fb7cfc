"""The recipe as typed, checked data."""

from __future__ import annotations

import math
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

RECIPE = Path(__file__).with_name("recipe.yaml")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Stage(_Part):
    """From the share `start` of the run on: square photographs of `pixels`, `batch` at a time."""

    start: float = Field(ge=0, lt=1)
    pixels: int = Field(ge=67, le=227)
    batch: int = Field(ge=1)


class FirstLayer(_Part):
    """How conv1 starts and learns, which decides how its kernels look."""

    start: float
    rate: float
    weight_decay: float


class Recipe(_Part):
    """All numbers of a training run (paper sections 4 and 5, where it follows the paper)."""

    seed: int
    minutes: float = Field(gt=0)
    stages: tuple[Stage, ...] = Field(min_length=1)
    mix: dict[str, float]
    rate: float
    warm_up: float
    weight_decay: float
    dropout: float = Field(ge=0, lt=1)
    label_smoothing: float
    smallest_crop: float = Field(gt=0, le=1)
    colour_shift: float
    brightness: float
    soften: float
    clip: float
    patches: float = Field(default=0.0, ge=0, le=1)
    """Share of the batches in which a patch of another photograph is laid over each one (CutMix, Yun et al. 2019)."""
    conv1: FirstLayer

    def stage_at(self, progress: float) -> Stage:
        """The stage that holds at `progress` (0 to 1)."""
        return [stage for stage in self.stages if stage.start <= progress][-1]

    def rate_at(self, progress: float) -> float:
        """AdamW's learning rate at `progress`: a short rise, then half a cosine down to nothing."""
        if progress < self.warm_up:
            height = progress / self.warm_up
        else:
            height = 0.5 * (1 + math.cos(math.pi * (progress - self.warm_up) / (1 - self.warm_up)))
        batches = self.stage_at(progress).batch / self.stages[0].batch
        return max(self.rate * height * math.sqrt(batches), 1e-7)


def read_recipe(path: Path = RECIPE) -> Recipe:
    """Read a recipe file; pydantic's error names a wrong field."""
    return Recipe.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
