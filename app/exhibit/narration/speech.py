"""A written sentence as a voice must be given it: no signs, no thousands commas, hard names written as they sound.

What is said for a sign, an abbreviation or a name is content: <language>/pronunciation.yaml, which a curator edits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

RANGE = "0–0"
"""The entry of the table that says what a dash between two numbers is called."""

_SPACES = "\u00a0\u202f\u2009"
_QUOTES = re.compile("[\"“”„«»*`]|(?<!\\w)['‘]|['’](?!\\w)")
_BREAKS = re.compile(r"\s*(?:[();]|\s[–—-]\s|—|…)\s*")
_COMMAS = re.compile(r"\s*,(?:\s*,)*\s*(?=[,.!?:]|$)|(?<=[,:])\s*,|^\s*,\s*")


def speakable(sentence: str, table: Mapping[str, str], group_sign: str = ",") -> str:
    """`sentence` for the ear. `group_sign` stands between thousands in this language (a space counts too)."""
    text = _join_thousands(sentence, group_sign)
    if RANGE in table:
        text = re.sub(r"(?<=\d)[–-](?=\d)", f" {table[RANGE]} ", text)
    text = _replace(text, {sign: said for sign, said in table.items() if sign != RANGE})
    text = _BREAKS.sub(", ", _QUOTES.sub("", text))
    text = re.sub(rf"[\s{_SPACES}]+", " ", text)
    text = re.sub(r" (?=[,.!?:])", "", _COMMAS.sub("", text))
    return text.strip()


def _join_thousands(text: str, group_sign: str) -> str:
    signs = re.escape(_SPACES + (group_sign if group_sign in ",." else ""))
    return re.sub(rf"(?<![\d.,])\d{{1,3}}(?:[{signs}]\d{{3}})+(?![\d])", lambda m: re.sub(r"\D", "", m[0]), text)


def _replace(text: str, table: Mapping[str, str]) -> str:
    """Each whole word or sign of `table`, the longest first, by what is said for it; what is said is not read again."""
    if not table:
        return text
    written = sorted(table, key=lambda sign: (-len(sign), sign))
    found = re.compile("|".join(f"(?:{_whole(sign)})" for sign in written))
    return found.sub(lambda match: _said(match, table), text)


def _whole(sign: str) -> str:
    """A pattern for `sign` where no letter or digit goes on beyond its own letters and digits."""
    before = r"(?<![^\W_])" if sign[0].isalnum() else ""
    after = r"(?![^\W_])" if sign[-1].isalnum() else ""
    return f"{before}{re.escape(sign)}{after}"


def _said(match: re.Match[str], table: Mapping[str, str]) -> str:
    sign = match.group()
    return table[sign] if sign[0].isalnum() and sign[-1].isalnum() else f" {table[sign]} "
