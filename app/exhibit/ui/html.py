"""Short texts of the content as HTML, for lists that are built as one piece."""

from __future__ import annotations

import re
from html import escape

_MARKS = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*([^*]+)\*"), r"<i>\1</i>"),
)


def inline(text: str) -> str:
    """A text without paragraphs, safe to stand in HTML; `code`, **bold** and *italic* are kept."""
    marked = escape(text, quote=False)
    for pattern, replacement in _MARKS:
        marked = pattern.sub(replacement, marked)
    return marked


def block(tag: str, text: str, kind: str = "") -> str:
    """One HTML element around a text, with the class `kind`."""
    attribute = f' class="{kind}"' if kind else ""
    return f"<{tag}{attribute}>{inline(text)}</{tag}>"
