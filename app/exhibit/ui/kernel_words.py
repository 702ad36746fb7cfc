"""What is said of kernels and their maps: which tower they belong to, how many maps are shown, how many are silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alexnet.layers import ActivationSheet
    from exhibit.content.messages import Messages


def tower_name(t: Messages, tower: int) -> str:
    """Tower 0 or 1 by name; -1 is the only tower of a network that has one."""
    return t(f"inside.tower_{tower}") if tower >= 0 else t("inside.one_tower")


def tower_note(t: Messages, tower: int, numbers: Sequence[int]) -> str:
    """What to know of a tower's kernels, given by their numbers from 0; visitors count from 1."""
    note = f"inside.tower_{tower}_note" if tower >= 0 else "inside.one_tower_note"
    return t(note, first=min(numbers) + 1, last=max(numbers) + 1)


def maps_told(layer: str, numbers: Sequence[int], strongest: int, where: str) -> dict[str, Any]:
    """The gaps that the words about a sheet of maps have: how many, of which layer, which is strongest, and where."""
    return {"shown": len(numbers), "layer": layer[-1], "strongest": strongest + 1, "where": where}


def maps_caption(t: Messages, sheet: ActivationSheet, told: dict[str, Any]) -> str:
    """How many maps the layer has, of which size, how many of them found nothing, and what is `told` of those shown."""
    count, height, width = sheet.maps.shape
    silent = int((sheet.peak <= 0).sum())
    silence = t("inside.silent_some", count=silent) if silent else t("inside.silent_none")
    return t("inside.maps_caption", count=count, height=height, width=width, silent=silence, **told)
