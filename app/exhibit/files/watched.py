"""Content files read once per change on disk; a file that breaks keeps its last good version."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exhibit.files.problems import ContentError, Problem, shorten
from exhibit.files.yaml import line_of, parse, read_text

log = logging.getLogger(__name__)
Fit = Callable[[Any, str, str], tuple[Any, tuple[Problem, ...]]]


@dataclass(frozen=True)
class Loaded:
    """A file as last seen: its change stamp, the value in use, whether that value is free of problems, and these."""

    stamp: tuple[int, int] | None
    value: Any
    good: bool
    problems: tuple[Problem, ...]


class Files:
    """Content files by name, each read once per change on disk. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[str, Loaded] = {}
        self._lock = threading.Lock()

    def get(self, name: str, fit: Fit) -> Loaded:
        """The file `name` (relative to the folder), its data put through `fit(data, name, text)`."""
        stamp = self._stamp(name)
        known = self._loaded.get(name)
        if known is not None and known.stamp == stamp:
            return known
        with self._lock:
            value, problems = self._read(name, fit)
            for problem in problems:
                log.warning("content: %s", problem)
            if problems and known is not None and known.good:
                log.warning("content: %s keeps its last good version", name)
                value = known.value
            loaded = Loaded(stamp, value, not problems or (known is not None and known.good), problems)
            self._loaded[name] = loaded
        return loaded

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files read so far, by file."""
        return tuple(problem for name in sorted(self._loaded) for problem in self._loaded[name].problems)

    def _stamp(self, name: str) -> tuple[int, int] | None:
        try:
            status = (self.folder / name).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _read(self, name: str, fit: Fit) -> tuple[Any, tuple[Problem, ...]]:
        try:
            text = read_text(self.folder / name, name)
            return fit(parse(text, name), name, text)
        except ContentError as error:
            return None, error.problems


def fit_texts(data: Any, name: str, text: str) -> tuple[dict[str, str] | None, tuple[Problem, ...]]:
    """A file of labels: flat `key: text`. What is not a text is left out and told."""
    if data is None:
        return None, (Problem("empty_file", name),)
    if not isinstance(data, dict):
        return None, (Problem("not_fields", name, 1, value=shorten(data)),)
    texts = {str(key): str(value).strip() for key, value in data.items() if _is_text(value)}
    problems = (
        Problem("empty_text" if value is None else "not_text", name, line_of(text, (key,)), str(key), shorten(value))
        for key, value in data.items()
        if not _is_text(value)
    )
    return texts, tuple(problems)


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip() != ""
