"""What several commands share: their options, the engine, reading a photo from a file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alexnet.photo import MAX_BYTES, NOTES, Photo, PhotoError, open_photo

if TYPE_CHECKING:
    from alexnet.inference.engine import Engine

Commands = Any  # argparse keeps the type of its sub-commands private


class CommandError(Exception):
    """A command that cannot be carried out; the text is for whoever typed it."""


def add_command(commands: Commands, name: str, about: str, run: Callable[[argparse.Namespace], int]) -> Any:
    """A new command whose `run` gets the parsed options and returns the exit status."""
    command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    command.set_defaults(run=run)
    return command


def add_network_options(command: argparse.ArgumentParser) -> None:
    """--network and --device."""
    command.add_argument("--network", metavar="ID", help="which network; without it, the first that is installed")
    command.add_argument("--device", default="auto", help="auto (default), cpu, cuda or mps")


def add_json_option(command: argparse.ArgumentParser) -> None:
    """--json."""
    command.add_argument("--json", action="store_true", help="print JSON, for other programs")


def engine_for(options: argparse.Namespace) -> Engine:
    """An engine on the chosen device. Imports torch. Raises `WeightsError` when the manifest cannot be read."""
    import torch

    from alexnet.inference.engine import Engine
    from alexnet.weights import read_manifest

    read_manifest()  # the engine would only note a broken one and go on without networks
    try:
        torch.zeros(1, device=None if options.device == "auto" else options.device)
    except (RuntimeError, AssertionError) as error:  # torch has several ways to say that a device is not there
        raise CommandError(f"there is no device called {options.device!r} here") from error
    return Engine(device=options.device)


def chosen_network(engine: Engine, options: argparse.Namespace) -> str:
    """The id of the network that answers, loaded. One that is asked for by its id is never replaced by another."""
    if options.network is not None:
        with engine.session(options.network):
            return str(options.network)
    try:
        return engine.answering()
    finally:
        for problem in engine.problems:
            print(problem, file=sys.stderr)


def read_photo(path: Path) -> Photo:
    """The photo in a file. Raises `PhotoError` or `OSError`; never reads more than a photo may have."""
    with path.open("rb") as file:
        return open_photo(file.read(MAX_BYTES + 1))


def photo_or_complaint(path: Path) -> Photo | None:
    """The photo, or None after one line on standard error that says what is wrong with it.

    What should be known of a photo that is answered all the same is said there too.
    """
    try:
        photo = read_photo(path)
        for note in photo.notes:
            complain(path, NOTES[note])
        return photo
    except PhotoError as error:
        complain(path, str(error))
    except OSError as error:
        complain(path, error.strerror or "cannot be read")
    return None


def complain(path: Path, problem: str) -> None:
    """One line on standard error."""
    print(f"{path}: {problem}", file=sys.stderr)


def print_json(record: object, indent: int | None = None) -> None:
    """The record as JSON, readable in any language, with escapes where the console does not know a letter."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(record, indent=indent)
    print(text)
