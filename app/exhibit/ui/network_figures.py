"""A network's figures in the visitor's words: how good it is, how large its file, under which licence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.server.records import Network

MEGABYTE = 10**6


def network_figures(t: Messages, network: Network, note: Callable[[str | None], str]) -> dict[str, str]:
    """Terms with their values, empty ones left out. `note` puts a note of the manifest into the visitor's language."""
    entry, accuracy = network.entry, network.entry.accuracy
    rows = {
        "accuracy": t(
            "about.accuracy_value",
            top1=t.percent(accuracy.top1 / 100, 1),
            top5=t.percent(accuracy.top5 / 100, 1),
            on=note(accuracy.measured_on),
        ),
        "note": note(accuracy.note),
        "file": t("about.file_value", file=entry.file, size=t.number(round(entry.bytes / MEGABYTE))),
        "licence": note(entry.licence),
    }
    return {t(f"about.figure_{term}"): value for term, value in rows.items() if value}
