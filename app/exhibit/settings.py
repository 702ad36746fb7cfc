"""The exhibit's settings: one frozen object from content/exhibit.yaml, overridden by environment variables.

EXHIBIT_<NAME> overrides the field <name>, for instance EXHIBIT_DEVICE=cpu or EXHIBIT_LANGUAGES=en,fr. A setting that is
wrong or missing never stops the exhibit: the built-in value stands in, the log and `Settings.problems` say so.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from exhibit.files.problems import Problem, shorten
from exhibit.files.pseudo import PSEUDO_LANGUAGE
from exhibit.files.watched import Files
from exhibit.room_table import ALL

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
FILE = "exhibit.yaml"
DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True)
class Settings:
    """What a museum can choose. The fields are explained, for curators, in content/exhibit.yaml itself."""

    default_language: str = "en"
    languages: tuple[str, ...] = ("en",)
    unfinished: tuple[str, ...] = ()
    networks: tuple[str, ...] = ("alexnet-torchvision", "alexnet-2012")
    device: str = "auto"
    rooms: tuple[str, ...] = ALL
    weights_dir: Path = ROOT / "weights"
    content_dir: Path = ROOT / "content"
    pseudo_language: bool = False
    problems: tuple[Problem, ...] = ()

    def language(self, asked: str | None) -> str:
        """The language to show when a link asks for `asked`: that one if it is offered, else the default one."""
        offered = (*self.languages, PSEUDO_LANGUAGE) if self.pseudo_language else self.languages
        return asked if asked in offered else self.default_language


_NAMES = frozenset(field.name for field in fields(Settings)) - {"problems"}
_FROM_ENVIRONMENT_ONLY = frozenset({"content_dir", "pseudo_language"})
_LISTS = frozenset({"languages", "unfinished", "networks", "rooms"})
_files: dict[Path, Files] = {}
_made: dict[tuple[int, tuple[tuple[str, str], ...]], tuple[Any, Settings]] = {}


def load_settings(content_dir: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings as file and environment have them now. Made again only when one of the two has changed."""
    environ = os.environ if environ is None else environ
    given = tuple(sorted(item for item in environ.items() if item[0].startswith("EXHIBIT_") and item[1].strip()))
    folder = content_dir or Path(dict(given).get("EXHIBIT_CONTENT_DIR") or ROOT / "content").resolve()
    files = _files.setdefault(folder, Files(folder))
    loaded = files.get(FILE, _as_mapping)
    known = _made.get((id(files), given))
    if known is None or known[0] is not loaded:
        known = _made[id(files), given] = (loaded, _make(folder, loaded.value or {}, dict(given), loaded.problems))
    return known[1]


def _make(folder: Path, data: Mapping[str, Any], environ: Mapping[str, str], problems: tuple[Problem, ...]) -> Settings:
    found = list(problems)
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name not in _NAMES - _FROM_ENVIRONMENT_ONLY:
            found.append(Problem("unknown_setting", FILE, 0, str(name), shorten(value)))
        else:
            _take(values, found, FILE, str(name), value)
    for name in sorted(_NAMES):
        if f"EXHIBIT_{name.upper()}" in environ:
            _take(values, found, f"EXHIBIT_{name.upper()}", name, environ[f"EXHIBIT_{name.upper()}"])
    values["content_dir"] = folder
    settings = Settings(**values)
    if settings.default_language not in settings.languages:
        settings = Settings(**{**values, "languages": (settings.default_language, *settings.languages)})
    for problem in found[len(problems) :]:
        log.warning("settings: %s", problem)
    return Settings(**{**vars(settings), "problems": tuple(found)})


def _take(values: dict[str, Any], found: list[Problem], file: str, name: str, value: Any) -> None:
    """Put a setting into `values`, or the reason why not into `found`."""
    try:
        values[name] = _cast(name, value)
    except ValueError as error:
        found.append(Problem(str(error), file, 0, name, shorten(value)))


def _cast(name: str, value: Any) -> Any:
    """A setting as its type. Raises ValueError with the kind of problem as its text."""
    if name in _LISTS:
        items = value.split(",") if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str | int) for item in items):
            raise ValueError("not_a_list")
        cleaned = tuple(str(item).strip() for item in items if str(item).strip())
        if not cleaned and name != "unfinished":
            raise ValueError("empty_list")
        return cleaned
    if name == "pseudo_language":
        if str(value).strip().lower() not in ("1", "0", "true", "false", "yes", "no"):
            raise ValueError("not_true_or_false")
        return str(value).strip().lower() in ("1", "true", "yes")
    if not isinstance(value, str) or not value.strip():
        raise ValueError("empty_text" if value in (None, "") else "not_text")
    if name.endswith("_dir"):
        return (ROOT / value.strip()).resolve()
    if name == "device" and value.strip().split(":")[0] not in DEVICES:
        raise ValueError("unknown_device")
    return value.strip()


def _as_mapping(data: Any, name: str, text: str) -> tuple[Mapping[str, Any] | None, tuple[Problem, ...]]:
    if data is None:
        return None, (Problem("empty_file", name),)
    if not isinstance(data, dict):
        return None, (Problem("not_fields", name, 1, value=shorten(data)),)
    return data, ()
