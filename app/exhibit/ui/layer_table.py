"""The sizes of the layers as a small table that reads well on a phone and aloud."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from alexnet.networks.layer_table import LayerRow
    from exhibit.content.messages import Messages

COLUMNS = ("layer", "output", "pooled", "parameters", "products")


def show_layer_table(words: Messages, rows: Sequence[LayerRow]) -> None:
    """Layer by layer: the size of what it passes on, what it has learned, what it costs; and the sums."""
    heads = "".join(f'<th scope="col">{escape(words(f"inside.table_{name}"))}</th>' for name in COLUMNS)
    body = "".join(_row(row.name, [_size(row.output), _size(row.pooled), *_costs(words, row)]) for row in rows)
    sums = [words.number(sum(row.parameters for row in rows)), words.number(sum(row.multiply_adds for row in rows))]
    foot = _row(words("inside.table_sum"), ["", "", *sums])
    caption = escape(words("inside.table_title"))
    st.html(
        f'<div class="layer-table" tabindex="0" role="region" aria-label="{caption}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>"
    )


def _row(name: str, cells: Sequence[str]) -> str:
    return f'<tr><th scope="row">{escape(name)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _costs(words: Messages, row: LayerRow) -> list[str]:
    return [words.number(row.parameters), words.number(row.multiply_adds)]


def _size(shape: tuple[int, ...] | None) -> str:
    return " × ".join(map(str, shape)) if shape else "–"
