"""What the content check asks of the narration: no audio that says something else than the text, and none missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exhibit.content.load import Library
from exhibit.files.problems import Problem
from exhibit.narration import manifest, passages, recordings
from exhibit.settings import Settings

COMMAND = "python -m exhibit.narration"


def problems(library: Library, settings: Settings, code: Path | None) -> Iterator[Problem]:
    """Everything that is wrong with what visitors hear.

    The audio that ships is made from the content that lies beside `code`, and is compared with that alone; a museum
    that keeps its content elsewhere asks `python -m exhibit.narration --check`.
    """
    for lang in settings.languages:
        if code and code.parent == settings.content_dir.parent:
            yield from shipped_problems(library, lang, code / "static" / "audio")
        yield from recording_problems(library, lang)
    yield from passages.own_files(library.folder).problems()


def known_files(folder: Path, lang: str) -> set[str]:
    """The content files in YAML that only narration reads, by name."""
    times = recordings.audio_folder(folder, lang).glob("*.yaml")
    return {f"{lang}/{passages.PRONUNCIATION}", *(path.relative_to(folder).as_posix() for path in times)}


def shipped_problems(library: Library, lang: str, folder: Path = manifest.FOLDER) -> Iterator[Problem]:
    """Shipped audio that is missing or no longer says what the text says. An unfinished language may lack audio."""
    found = {passage.id: passage for passage in passages.all_passages(library, lang)}
    complete = lang not in library.unfinished
    if complete and not (library.folder / lang / passages.PRONUNCIATION).is_file():
        yield Problem("missing_file", f"{lang}/{passages.PRONUNCIATION}")
    shelf = manifest.read_manifest(lang, folder)
    name, command = f"app/static/audio/{lang}/{manifest.MANIFEST}", {"command": f"{COMMAND} --language {lang}"}
    for passage in found.values():
        clip = shelf.clips.get(passage.id)
        if clip is None:
            if complete:
                yield Problem("narration_missing", name, 0, passage.id, "", command)
        elif not clip.fits(passage, shelf.voice):
            yield Problem("narration_stale", name, 0, passage.id, clip.file, command)
        elif manifest.digest(folder / lang / clip.file) != clip.sha256:
            yield Problem("narration_changed", name, 0, passage.id, clip.file, command)
    for gone in shelf.clips.keys() - found.keys():
        yield Problem("narration_left_over", name, 0, gone, shelf.clips[gone].file, command)


def recording_problems(library: Library, lang: str) -> Iterator[Problem]:
    """Recordings that no browser plays or that belong to nothing, and times that do not fit the text."""
    content = library.folder
    files = [path for path in recordings.audio_folder(content, lang).glob("[!.]*") if path.is_file()]
    if not files:
        return
    found = {passage.id: passage for passage in passages.all_passages(library, lang)}
    for path in sorted(files):
        name = path.relative_to(content).as_posix()
        passage = found.get(path.stem)
        if path.suffix.lower() not in (*recordings.KINDS, ".yaml"):
            yield Problem("narration_kind", name, 0, "", path.name, {"expected": ", ".join(recordings.KINDS)})
        elif passage is None:
            yield Problem("narration_of_nothing", name, 0, "", path.stem, {"expected": ", ".join(found)})
        elif path.suffix == ".yaml":
            starts = recordings.told_starts(content, passage)
            if starts is not None and len(starts) != len(passage.sentences):
                details = {"expected": str(len(passage.sentences))}
                yield Problem("narration_times", name, 1, "starts", str(len(starts)), details)
