"""Labels, sentences, numbers and dates in the visitor's language.

    words = Words(library, "en")
    words("try.answered", network="AlexNet", ms=words.number(11))    content/en/words/try.yaml, key "answered"
    words.date(event.date)                                           "12 October 2012", "about 1979–1980"

A key that a language lacks is taken from the default language; a key that none has is shown as it stands and logged.
Babel is imported when the first number or date is written, not before.
"""

from __future__ import annotations

import logging
import string
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from exhibit.content.dates import Date
from exhibit.files.pseudo import PSEUDO_LANGUAGE, pseudo_localise

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from babel import Locale

    from exhibit.content.load import Library

log = logging.getLogger(__name__)
# Plain "en" is written with the day before the month, as most of the world does: 12 October 2012.
_REGIONS = {"en": "en-GB"}


class _Gaps(dict[str, Any]):
    """Fields for `str.format` in which a missing one stays visible instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Messages:
    """The words of one language. `lang` is the language asked for, as it stands in the link."""

    def __init__(self, library: Library, lang: str) -> None:
        self.lang = lang
        self._library = library
        self._chain = library.chain(lang)

    def __call__(self, key: str, **fields: Any) -> str:
        """The text of `key` ("file.name") with its {fields} filled in."""
        text = self._find(key)
        if text is None:
            _log_missing(key, self._chain[-1])
            return key
        if self.lang == PSEUDO_LANGUAGE:
            text = pseudo_localise(text)
        return _fill(text, key, fields) if fields or "{{" in text else text

    def __contains__(self, key: str) -> bool:
        """Whether any language of the chain has this key."""
        return self._find(key) is not None

    @property
    def locale(self) -> Locale:
        """Babel's locale for numbers and dates: the language's own, or the default one's where Babel has none."""
        return _locale(self._chain)

    def number(self, value: float, digits: int | None = None) -> str:
        """1234.5 as "1,234.5"; `digits` fixes the digits after the point."""
        from babel.numbers import format_decimal

        pattern = None if digits is None else "#,##" + _digits(digits)
        return format_decimal(value, format=pattern, locale=self.locale, decimal_quantization=digits is not None)

    def percent(self, share: float, digits: int = 0) -> str:
        """A share of one as percent: 0.153 with one digit as "15.3%"."""
        from babel.numbers import format_percent

        pattern = self.locale.percent_formats[None].pattern.replace("0", _digits(digits), 1)
        return format_percent(share, format=pattern, locale=self.locale)

    def date(self, date: Date | datetime.date) -> str:
        """A date at the precision that is known, spans and "about" included."""
        from exhibit.content.write_dates import written

        text, about = written(date, self.locale)
        return self("common.about_date", date=text) if about else text

    def month(self, number: int) -> str:
        """The short name of a month from 1 to 12, as on an axis: "Oct"."""
        from babel.dates import get_month_names

        return str(get_month_names("abbreviated", locale=self.locale)[number])

    def list(self, items: Sequence[str]) -> str:
        """Several things in a row: "a, b and c"."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.locale)

    def _find(self, key: str) -> str | None:
        area, _, name = key.partition(".")
        for lang in self._chain:
            texts: Mapping[str, str] = self._library.texts(lang, area)
            if name in texts:
                if self.lang not in (lang, PSEUDO_LANGUAGE):
                    _log_fallback(key, self.lang, lang)
                return texts[name]
        return None


def _digits(after_point: int) -> str:
    """Babel's pattern for the digits around the point: "0", "0.0", "0.00"."""
    return "0." + "0" * after_point if after_point else "0"


def _fill(text: str, key: str, fields: Mapping[str, Any]) -> str:
    try:
        return string.Formatter().vformat(text, (), _Gaps(fields))
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        log.warning("content: words %s cannot be filled in: %s", key, error)
        return text


@lru_cache(maxsize=512)
def _log_missing(key: str, lang: str) -> None:
    log.warning("content: no words for %s, not even in %s", key, lang)


@lru_cache(maxsize=2048)
def _log_fallback(key: str, lang: str, used: str) -> None:
    log.info("content: %s has no words for %s, those of %s stand in", lang, key, used)


@lru_cache(maxsize=32)
def _locale(chain: tuple[str, ...]) -> Locale:
    from babel import Locale, UnknownLocaleError

    for lang in chain:
        try:
            return Locale.parse(_REGIONS.get(lang, lang).replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            log.warning("content: no numbers and dates for the language %s", lang)
    return Locale("en")
