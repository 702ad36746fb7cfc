"""The exhibit's content, as the rooms ask for it: read when needed, read again when a curator has saved a file.

A mistake in a file never takes the exhibit down. In this order: the last good version of the file is kept; an item that
cannot be used is left out and the rest is shown; a language without the words uses those of the default language. Each
case is logged and told to staff by `Library.problems`, never passed over in silence.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from exhibit.files.problems import Problem
from exhibit.files.pseudo import PSEUDO_LANGUAGE, pseudo_localise
from exhibit.files.watched import Files, Fit, fit_texts

if TYPE_CHECKING:
    from exhibit.content import schema
    from exhibit.content.messages import Messages
    from exhibit.settings import Settings

NOTES_LANGUAGE = "en"
"""The language in which the notes in the files without words are written."""
_NO_NOTES: Mapping[str, str] = {}
_WITHOUT_NOTES = frozenset({"classes", "methods", "networks", "families"})


class Library:
    """Everything visitors read, as frozen records, in the language asked for (see `schema.py` for the records)."""

    def __init__(
        self,
        folder: Path,
        default_language: str = "en",
        languages: Iterable[str] = ("en",),
        unfinished: Iterable[str] = (),
    ) -> None:
        self.folder = folder
        self.default_language = default_language
        self.languages = tuple(languages)
        self.unfinished = frozenset(unfinished)
        self._files = Files(folder)
        self._joined: dict[tuple[str, str | None], tuple[tuple[Any, ...], Any]] = {}

    @classmethod
    def of(cls, settings: Settings) -> Library:
        """The library that these settings describe."""
        return cls(settings.content_dir, settings.default_language, settings.languages, settings.unfinished)

    def words(self, lang: str) -> Messages:
        """The labels in `lang`, with the default language behind it."""
        from exhibit.content.messages import Messages

        return Messages(self, lang)

    def sources(self, lang: str | None = None) -> Mapping[str, schema.Source]:
        """All sources by id, in the order of the file."""
        made: Mapping[str, schema.Source] = self._made("sources", lang, "with_ids", self.neutral("sources", {}))
        return made

    def credits(self, lang: str | None = None) -> tuple[schema.Credit, ...]:
        """What others made, and under which licence."""
        made: tuple[schema.Credit, ...] = self._made("credits", lang, "same", self.neutral("credits", ()))
        return made

    def error_chart(self, lang: str | None = None) -> schema.ErrorChart | None:
        """The contest's winners and the human figure; None when the file cannot be read."""
        made: schema.ErrorChart | None = self._made("errors", lang, "same", self.neutral("errors", None))
        return made

    def samples(self, lang: str) -> tuple[schema.Sample, ...]:
        """The photos that lie ready; their `file` is a name in `samples_folder`."""
        return self._records("samples", lang, "Sample")

    @property
    def samples_folder(self) -> Path:
        """Where the sample photos lie."""
        return self.folder / "samples"

    def story(self, lang: str) -> tuple[schema.Panel, ...]:
        """The panels of the story, in order."""
        return self._records("story", lang, "Panel")

    def people(self, lang: str) -> tuple[schema.Person, ...]:
        """The people of the story."""
        return self._records("people", lang, "Person")

    def facts(self, lang: str) -> tuple[schema.Fact, ...]:
        """The legends and what the evidence says."""
        return self._records("facts", lang, "Fact")

    def milestones(self, lang: str) -> tuple[schema.Milestone, ...]:
        """The neighbouring milestones, as cards to explore."""
        return self._records("milestones", lang, "Milestone")

    def seed(self, lang: str) -> tuple[schema.SeedClaim, ...]:
        """The 51 claims of the page that the exhibit grew from, judged."""
        return self._records("seed", lang, "SeedClaim")

    def diary(self, lang: str) -> tuple[schema.DiaryStep, ...]:
        """The entries of the training diary, in order of rounds."""
        return self._records("diary", lang, "DiaryStep")

    def runs(self, lang: str) -> tuple[schema.Run, ...]:
        """The runs whose results stand in the diary and in the paper."""
        return self._records("runs", lang, "Run")

    def notes(self, lang: str) -> tuple[schema.LabNote, ...]:
        """Short notes from the released files, exactly."""
        return self._records("notes", lang, "LabNote")

    def machines(self, lang: str) -> tuple[schema.Machine, ...]:
        """The graphics card of 2012 and a modern one."""
        return self._records("machines", lang, "Machine")

    def computing(self, lang: str) -> tuple[schema.Computing, ...]:
        """The factors of the computing for one network, and how long it takes."""
        return self._records("computing", lang, "Computing")

    def claims(self, lang: str | None = None) -> Mapping[str, schema.Claim]:
        """Where the claims among the labels come from, by the name of the group of labels."""
        made: Mapping[str, schema.Claim] = self._made("claims", lang, "by_id", self.neutral("claims", ()))
        return made

    def figures(self) -> tuple[schema.Figure, ...]:
        """The numbers that must be the same wherever they stand."""
        made: tuple[schema.Figure, ...] = self._made("figures", None, "same", self.neutral("figures", ()))
        return made

    def timeline(self, lang: str) -> schema.Timeline:
        """The events in order of date, and the tracks' names in this language."""
        parts = (self.neutral("timeline", ()), *self._word_books("timeline", lang))
        made: schema.Timeline = self._made("timeline", lang, "timeline", *parts)
        return made

    def quotations(self, lang: str) -> schema.Quotations | None:
        """The quotations and the misquotation; None when the file cannot be read."""
        parts = (self.neutral("quotations", None), *self._word_books("quotations", lang))
        made: schema.Quotations | None = self._made("quotations", lang, "quotations", *parts)
        return made

    def methods(self, lang: str) -> Mapping[str, schema.MethodWords]:
        """The words for each saliency method, by the method's id."""
        made: Mapping[str, schema.MethodWords] = self._made(
            "methods", lang, "overlay", *self._word_books("methods", lang)
        )
        return made

    def networks(self, lang: str) -> Mapping[str, schema.NetworkWords]:
        """The words for each network, by the network's id."""
        made: Mapping[str, schema.NetworkWords] = self._made(
            "networks", lang, "overlay", *self._word_books("networks", lang)
        )
        return made

    def class_names(self, lang: str) -> Mapping[str, str]:
        """The plain name of each of the 1,000 classes, by WordNet id."""
        made: Mapping[str, str] = self._made("classes", lang, "overlay", *self._word_books("classes", lang))
        return made

    def families(self, lang: str) -> Mapping[str, schema.FamilyWords]:
        """The words for each family of classes (a dog, a boat), by the family's id."""
        made: Mapping[str, schema.FamilyWords] = self._made(
            "families", lang, "overlay", *self._word_books("families", lang)
        )
        return made

    def texts(self, lang: str, area: str) -> Mapping[str, str]:
        """The labels of one room or area in exactly this language, without fallback; for `Messages`."""
        texts: Mapping[str, str] = self._files.get(f"{lang}/words/{area}.yaml", fit_texts).value or {}
        return texts

    def areas(self, lang: str) -> tuple[str, ...]:
        """The files of labels that a language has, by name without ending."""
        return tuple(sorted(path.stem for path in (self.folder / lang / "words").glob("*.yaml")))

    def chain(self, lang: str) -> tuple[str, ...]:
        """The languages in which to look for a text, best first; the pseudo-language is made from the default one."""
        wanted = () if lang == PSEUDO_LANGUAGE else (lang,)
        return tuple(dict.fromkeys((*wanted, self.default_language)))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with any content file now; reads all of them. Cross references are `check.py`'s matter.

        A file that a language lacks is no problem while that language is listed as unfinished.
        """
        from exhibit.content.schema.validate import NEUTRAL, WORDS

        for subject in NEUTRAL:
            self.neutral(subject)
        for lang in self.languages:
            for subject in WORDS:
                if subject != "small_print":
                    self.word_file(subject, lang)
            self.small_print(lang)
            for area in {*self.areas(lang), *self.areas(self.default_language)}:
                self.texts(lang, area)
        return tuple(problem for problem in self._files.problems() if not self._may_be_missing(problem))

    def broken(self, name: str) -> bool:
        """Whether a file that was read has problems of its own, so that others must not be drawn from it."""
        return any(problem.file == name for problem in self._files.problems())

    def _may_be_missing(self, problem: Problem) -> bool:
        return problem.kind == "missing_file" and problem.file.split("/")[0] in self.unfinished

    def small_print(self, lang: str | None) -> Mapping[str, str]:
        """The notes of the files without words in `lang`, by their English text (see `small_print.py`)."""
        if lang in (None, NOTES_LANGUAGE, PSEUDO_LANGUAGE):
            return _NO_NOTES
        book: Mapping[str, str] = self.word_file("small_print", lang) or _NO_NOTES
        return book

    def note(self, text: str, lang: str) -> str:
        """One note in `lang`, for notes that come from elsewhere (weights/manifest.yaml)."""
        return pseudo_localise(text) if lang == PSEUDO_LANGUAGE else self.small_print(lang).get(text, text)

    def neutral(self, subject: str, otherwise: Any = None) -> Any:
        """The file without words, as read; `otherwise` when nothing of it can be used."""
        value = self._files.get(f"{subject}.yaml", _fit_shape(subject, words=False)).value
        return otherwise if value is None else value

    def word_file(self, subject: str, lang: str) -> Any:
        """The file of words in exactly this language, as read; None when nothing of it can be used."""
        return self._files.get(f"{lang}/{subject}.yaml", _fit_shape(subject, words=True)).value

    def _word_books(self, subject: str, lang: str) -> tuple[Any, ...]:
        """The files of words that exist for `lang`, best first."""
        books = (self.word_file(subject, language) for language in self.chain(lang))
        return tuple(book for book in books if book is not None)

    def _records(self, subject: str, lang: str, kind: str) -> tuple[Any, ...]:
        from exhibit.content import join, schema

        make = functools.partial(join.records, getattr(schema, kind))
        parts = (self.neutral(subject, ()), *self._word_books(subject, lang))
        return cast("tuple[Any, ...]", self._made(subject, lang, make, *parts))

    def _made(self, subject: str, lang: str | None, make: str | Callable[..., Any], *parts: Any) -> Any:
        """`make(*parts)` with its small print translated, made again only when one of these was read anew."""
        from exhibit.content import join, small_print

        notes = _NO_NOTES if subject in _WITHOUT_NOTES else self.small_print(lang)
        read = (*parts, notes)
        known = self._joined.get((subject, lang))
        if known is not None and len(known[0]) == len(read) and all(map(operator.is_, known[0], read)):
            return known[1]
        made = (getattr(join, make) if isinstance(make, str) else make)(*parts)
        if notes:
            made = small_print.translated(made, notes)
        if lang == PSEUDO_LANGUAGE:
            made = join.marked(made)
        self._joined[subject, lang] = (read, made)
        return made


def _fit_shape(subject: str, *, words: bool) -> Fit:
    """How to put the file of `subject` into shape; pydantic is imported when the first such file is read."""

    def fit(data: Any, name: str, text: str) -> tuple[Any, tuple[Problem, ...]]:
        from exhibit.content.schema import validate

        return validate.validate(data, subject, words=words, name=name, text=text)

    return fit
