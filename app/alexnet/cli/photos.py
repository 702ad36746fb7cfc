"""Commands about photos: classify, explain."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from alexnet.cli.common import (
    Commands,
    add_command,
    add_json_option,
    add_network_options,
    chosen_network,
    engine_for,
    photo_or_complaint,
    print_json,
)
from alexnet.english_names import family_names, names
from alexnet.saliency import METHODS

if TYPE_CHECKING:
    from alexnet.classify import Classification


def add_commands(commands: Commands) -> None:
    """Make the two commands known."""
    command = add_command(commands, "classify", "name what is in each photo", name)
    command.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    command.add_argument("--top", type=_positive, default=5, metavar="N", help="how many names (default 5)")
    command.add_argument("--ten-crop", action="store_true", help="average over ten views, as the paper did")
    add_network_options(command)
    add_json_option(command)

    command = add_command(commands, "explain", "show which part of a photo spoke for a word", explain_photo)
    command.add_argument("photo", type=Path, metavar="PHOTO")
    command.add_argument("--method", required=True, choices=sorted(METHODS))
    command.add_argument("--target", metavar="WNID", help="the word; without it, the network's first answer")
    command.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    add_network_options(command)


def name(options: argparse.Namespace) -> int:
    """`classify`. A bad photo costs one line on standard error and the exit status; the others are answered."""
    from alexnet.classify import classify

    engine, words, refused = engine_for(options), names(), 0
    network = chosen_network(engine, options)
    for path in options.photos:
        photo = photo_or_complaint(path)
        if photo is None:
            refused += 1
            continue
        answer = classify(engine, photo, network, top=options.top, ten_crop=options.ten_crop)
        if options.json:
            print_json(_record(path, answer, words))
        else:
            _print(path, answer, words)
    return 1 if refused else 0


def explain_photo(options: argparse.Namespace) -> int:
    """`explain`. Writes the photo's square with the map laid over it, and says in words where it is strongest."""
    from tqdm import tqdm

    from alexnet.render.colormaps import overlay
    from alexnet.render.tiles import encode
    from alexnet.saliency import explain

    photo = photo_or_complaint(options.photo)
    if photo is None:
        return 1
    engine = engine_for(options)
    network = chosen_network(engine, options)
    with tqdm(total=100, unit="%", desc=options.method, disable=None) as bar:

        def show_progress(share: float) -> None:
            bar.update(round(100 * share) - bar.n)

        found = explain(engine, photo, options.method, options.target, network, show_progress)
    options.out.write_bytes(encode(overlay(found.view, found.values, found.signed)))
    word = names().get(found.target, found.target)
    place = f"{found.where.row} {found.where.column}"
    print(f"{options.out}: {found.method} for {word} ({found.target}) by {found.network}, strongest {place}")
    return 0


def _record(path: Path, answer: Classification, words: dict[str, str]) -> dict[str, object]:
    return {
        "photo": str(path),
        "network": answer.network,
        "device": answer.device,
        "milliseconds": round(answer.milliseconds, 3),
        "predictions": [
            {"id": one.id, "name": words.get(one.id, one.id), "probability": one.probability}
            for one in answer.predictions
        ],
        "family": {"id": answer.families[0].id, "probability": answer.families[0].probability}
        if answer.families
        else None,
    }


def _print(path: Path, answer: Classification, words: dict[str, str]) -> None:
    family = "".join(f"  {family_names().get(one.id, one.id)}: {one.probability:.1%}" for one in answer.families[:1])
    print(f"{path}  ({answer.network} on {answer.device}, {answer.milliseconds:.0f} ms){family}")
    for one in answer.predictions:
        print(f"  {one.probability:6.1%}  {words.get(one.id, one.id)}  ({one.id})")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
