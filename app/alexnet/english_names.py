"""What ids are called in English, for people who use the science without the museum: read from its lists."""

from __future__ import annotations

from pathlib import Path

import yaml

NAMES = Path(__file__).resolve().parents[2] / "content" / "en" / "classes.yaml"
FAMILY_NAMES = NAMES.with_name("families.yaml")


def names() -> dict[str, str]:
    """WordNet id -> plain English name, from the museum's list; empty when that is not at hand."""
    if not NAMES.is_file():
        return {}
    listed = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    return {str(wnid): str(name) for wnid, name in listed.items()}


def family_names() -> dict[str, str]:
    """Family id -> plain English name, from the museum's list; empty when that is not at hand."""
    if not FAMILY_NAMES.is_file():
        return {}
    listed = yaml.safe_load(FAMILY_NAMES.read_text(encoding="utf-8"))
    return {str(id): str(texts["name"]) for id, texts in listed.items()}
