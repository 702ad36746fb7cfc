"""Make the audio that ships with the exhibit: `python -m exhibit.narration`, run from app/.

Speaks the welcome and each panel of the story whose words have changed since its audio was made, and writes
app/static/audio/<language>/. `--check` only says what is missing or out of date. Exit status 0 when all is well.
What the synthesisers are and how to install them: app/static/audio/README.md.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from exhibit.checks import audio
from exhibit.content.load import Library
from exhibit.content.messages import Messages
from exhibit.files.problems import describe
from exhibit.narration import manifest, passages
from exhibit.narration.voices import Voice, voice_for
from exhibit.settings import load_settings


def main(arguments: Sequence[str] | None = None, folder: Path = manifest.FOLDER) -> int:
    """Make or check the audio of the languages asked for."""
    settings = load_settings()
    library = Library.of(settings)
    words = library.words("en")
    parser = argparse.ArgumentParser(prog="python -m exhibit.narration", description=words("narration.command_what"))
    parser.add_argument("--language", choices=settings.languages, help=words("narration.command_language"))
    parser.add_argument("--check", action="store_true", help=words("narration.command_check"))
    parser.add_argument("--anew", action="store_true", help=words("narration.command_anew"))
    asked = parser.parse_args(arguments)
    languages = [asked.language] if asked.language else list(settings.languages)
    if asked.check:
        return sum(_check(library, lang, words, folder) for lang in languages) > 0
    return sum(_make(library, lang, words, folder, anew=asked.anew) for lang in languages) > 0


def _check(library: Library, lang: str, words: Messages, folder: Path) -> int:
    """Print what is wrong with a language's audio; how many problems there are."""
    found = list(audio.shipped_problems(library, lang, folder))
    for problem in found:
        print(describe(problem, words), end="\n\n")
    print(words("narration.command_checked", language=lang, count=len(found)))
    return len(found)


def _make(library: Library, lang: str, words: Messages, folder: Path, *, anew: bool) -> int:
    """Make what is missing or out of date, drop what nobody reads any more; 1 where it could not be done."""
    voice = voice_for(lang)
    missing = [program for program in voice.programs if shutil.which(program) is None]
    if missing:
        print(words("narration.command_programs", programs=", ".join(missing)))
        return 1
    try:
        shelf = _fill(library, lang, voice, folder, anew=anew)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(words("narration.command_failed", why=error))
        return 1
    for path in (folder / lang).glob("*.mp3"):
        if path.stem not in shelf.clips:
            path.unlink()
    seconds = round(sum(clip.duration for clip in shelf.clips.values()))
    print(words("narration.command_made", language=lang, count=len(shelf.clips), seconds=seconds))
    return 0


def _fill(library: Library, lang: str, voice: Voice, folder: Path, *, anew: bool) -> manifest.AudioManifest:
    """A clip for every passage, the ones that still fit as they are.."""
    old, clips = manifest.read_manifest(lang, folder), {}
    for passage in passages.all_passages(library, lang):
        clip = old.clips.get(passage.id)
        if anew or clip is None or not _usable(clip, passage, voice, folder):
            from exhibit.narration.render import render  # brings numpy

            clip = render(passage, voice, folder / lang)
            print(f"{lang}/{clip.file}", flush=True)
        clips[passage.id] = clip
    shelf = manifest.AudioManifest(voice.name, clips)
    (folder / lang).mkdir(parents=True, exist_ok=True)
    manifest.write_manifest(lang, shelf, folder)
    return shelf


def _usable(clip: manifest.Clip, passage: passages.Passage, voice: Voice, folder: Path) -> bool:
    fits = clip.fits(passage, voice.name)
    return fits and manifest.digest(folder / passage.language / clip.file) == clip.sha256


if __name__ == "__main__":
    sys.exit(main())
