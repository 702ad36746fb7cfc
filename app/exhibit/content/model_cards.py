"""The model cards in weights/README.md: one heading for each network, found by the anchor that the manifest names."""

from __future__ import annotations

import re
from pathlib import Path

from exhibit.settings import ROOT

CARDS = ROOT / "weights" / "README.md"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def model_card(anchor: str, file: Path = CARDS) -> str:
    """The card under the heading with this anchor, as Markdown without the heading; empty when there is none."""
    try:
        text = _COMMENT.sub("", file.read_text(encoding="utf-8"))
    except OSError:
        return ""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        if _anchor(heading) == anchor:
            return body.strip()
    return ""


def _anchor(heading: str) -> str:
    """A heading as the end of a link, the way that code hosts make it."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
