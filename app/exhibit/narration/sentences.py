"""Texts of the content as plain sentences, for the ear and for a transcript."""

from __future__ import annotations

import re
from collections.abc import Collection

_MARKS = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),  # links and pictures: their words
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
)
_LINE_START = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|\d{1,2}[.)]\s+|>\s?)")
# A sentence ends at . ! ? or an ellipsis, closing quotes and brackets belong to it, and the next one begins large.
# French puts a narrow space before ! and ? and inside its quotation marks.
_END = re.compile(r"[.!?…]+(?:[\s\u00a0\u202f]?[»”’\")\]])*(?=\s+[\"“‘«(\[]?[\s\u00a0\u202f]?[^\W_a-z])")
_INITIAL = re.compile(r"(?:^|[\s.(])[^\W\d_]\.$")


def paragraphs(markdown: str) -> tuple[str, ...]:
    """The paragraphs and list items of a text, without Markdown's signs and each on one line."""
    blocks: list[list[str]] = [[]]
    for line in markdown.splitlines():
        bare = _LINE_START.sub("", line)
        if not line.strip() or bare != line.lstrip():
            blocks.append([])
        blocks[-1].append(bare.strip())
    return tuple(text for block in blocks if (text := _plain(" ".join(block))))


def _plain(text: str) -> str:
    for pattern, kept in _MARKS:
        text = pattern.sub(kept, text)
    return re.sub(r"[ \t\n]+", " ", text).strip()  # not the spaces that French keeps together with \u00a0


def sentences(paragraph: str, abbreviations: Collection[str] = ()) -> tuple[str, ...]:
    """The sentences of a plain paragraph. A point after an initial or one of the `abbreviations` ends none."""
    found, start = [], 0
    for end in _END.finditer(paragraph):
        so_far = paragraph[start : end.end()]
        if not _INITIAL.search(so_far) and not _abbreviated(so_far, abbreviations):
            found.append(so_far.strip())
            start = end.end()
    return tuple(sentence for sentence in (*found, paragraph[start:].strip()) if sentence)


def _abbreviated(text: str, abbreviations: Collection[str]) -> bool:
    return any(text.endswith(short) and not text[: -len(short)][-1:].isalnum() for short in abbreviations)
