"""A chart's numbers as a table that scrolls on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exhibit.ui.html import block


def number_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a caption. `columns` are texts; the cells of `rows` are finished HTML, the first heads its row."""
    head = "".join(f'<th scope="col">{block("span", column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in rows
    )
    table = f"{block('caption', caption)}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="scroll"><table class="numbers">{table}</table></div>'
