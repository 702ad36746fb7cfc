"""The pseudo-language "qps": every text of the content with accents and in brackets, ⟦ţĥúš⟧.

A page shown in it gives away each word that did not come from content, because that word looks ordinary. What is not
for reading stays as it is: link targets, HTML tags and entities, icons, code, format fields, Markdown's own signs.
"""

from __future__ import annotations

import re
from functools import lru_cache

PSEUDO_LANGUAGE = "qps"

_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒğĥíĵķĺɱñóþɋŕšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĹṀÑÓÞɊŔŠŢÚṼŴẊÝŽ",
)
_LEAVE = re.compile(
    r"\{[^{}]*\}"  # a format field
    r"|</?[A-Za-z][^<>]*>"  # an HTML tag
    r"|&#?\w+;"  # an HTML entity
    r"|\]\([^)\s]*(?:\s\"[^\"]*\")?\)"  # the target of a Markdown link or picture
    r"|https?://[^\s)>\]]+"
    r"|:[a-z]+/[a-z0-9_]+:"  # an icon such as :material/home:
    r"|`[^`]*`"
)
# What opens a Markdown line and must stay first on it: quotation, list, heading, table.
_OPENING = re.compile(r"^(\s*(?:>\s*|[-*+]\s+|\d+[.)]\s+|#{1,6}\s+)*)(.*?)(\s*)$")
_TABLE_RULE = re.compile(r"^[\s|:-]+$")


@lru_cache(maxsize=4096)
def pseudo_localise(text: str) -> str:
    """`text` in the pseudo-language, each line (and each cell of a table) in its own brackets."""
    return "\n".join(_line(line) for line in text.split("\n"))


def plain_words(text: str) -> list[str]:
    """The words of a shown text that did not pass through `pseudo_localise`: three or more unaccented letters."""
    return re.findall(r"[A-Za-z]{3,}", _LEAVE.sub(" ", text))


def _line(line: str) -> str:
    if not line.strip() or _TABLE_RULE.match(line):
        return line
    if line.lstrip().startswith("|"):
        return "|".join(_line(cell) if cell.strip() else cell for cell in line.split("|"))
    opening, body, end = _OPENING.match(line).groups()  # type: ignore[union-attr]
    return f"{opening}⟦{_accent(body)}⟧{end}" if body else line


def _accent(text: str) -> str:
    kept, done = 0, []
    for match in _LEAVE.finditer(text):
        done += [text[kept : match.start()].translate(_ACCENTS), match.group()]
        kept = match.end()
    return "".join([*done, text[kept:].translate(_ACCENTS)])
