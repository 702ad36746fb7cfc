"""Whether the families of words (weights/families.yaml), the networks' words and the families' names fit together.

The families are data of the science, which this package does not import; it looks at the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exhibit.content.load import Library
from exhibit.files.problems import ContentError, Problem, shorten
from exhibit.files.yaml import read_text, read_yaml
from exhibit.settings import ROOT, Settings

FILE = "families.yaml"
SHOWN = f"weights/{FILE}"  # as messages call it: the content folder has no such file


def family_problems(settings: Settings) -> Iterator[Problem]:
    """A word of a network in no family or in two, and a family of words that no network has."""
    folder = _folder(settings)
    try:
        families = _families(folder)
    except ContentError as error:
        yield from error.problems
        return
    known = _known(folder, settings.weights_dir)
    sorted_in = [word for words in families.values() for word in words]
    for word in dict.fromkeys(sorted_in):
        if sorted_in.count(word) > 1:
            yield Problem("word_in_two_families", SHOWN, 0, "", word)
    if lost := [word for word in known if word not in set(sorted_in)]:
        yield Problem("words_without_family", SHOWN, 0, "", shorten(", ".join(lost)))
    for family, words in families.items():
        if strange := [word for word in words if word not in known]:
            yield Problem("unknown_value", SHOWN, 0, family, shorten(", ".join(strange)))


def family_name_problems(library: Library, settings: Settings, lang: str) -> Iterator[Problem]:
    """A family without a name in this language, and a name for a family that does not exist."""
    names, file = library.word_file("families", lang), f"{lang}/{FILE}"
    try:
        families = _families(_folder(settings))
    except ContentError:
        return  # told by `family_problems`
    if names is None or library.broken(file):
        return
    for family in families.keys() - names.keys() if lang not in settings.unfinished else ():
        yield Problem("no_words", file, 0, family)
    for family in names.keys() - families.keys():
        yield Problem("words_without_item", file, 0, family, details={"other": SHOWN})


def _folder(settings: Settings) -> Path:
    """The weights folder with the families in use: the curator's own, else the project's."""
    return settings.weights_dir if (settings.weights_dir / FILE).is_file() else ROOT / "weights"


def _known(*folders: Path) -> list[str]:
    """The words of every network whose list lies in one of the folders."""
    lists = sorted({path for folder in folders for path in folder.glob("classes-*.txt")})
    return list(dict.fromkeys(word for path in lists for word in read_text(path, path.name).split()))


def _families(folder: Path) -> Mapping[str, list[str]]:
    """Family id -> words. Raises ContentError where the file is not lists of words by family."""
    data: Any = read_yaml(folder / FILE, SHOWN)
    if not isinstance(data, dict):
        raise ContentError(Problem("not_fields", SHOWN, 0, value=shorten(data)))
    wrong = [Problem("not_a_list", SHOWN, 0, str(key), shorten(v)) for key, v in data.items() if not _is_list(v)]
    if wrong:
        raise ContentError(*wrong)
    return {str(key): list(map(str, words)) for key, words in data.items()}


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(word, str) for word in value)
