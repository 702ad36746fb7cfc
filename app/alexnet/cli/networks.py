"""Commands about the networks themselves: networks, download, filters."""

from __future__ import annotations

import argparse
from pathlib import Path

from alexnet.cli.common import (
    Commands,
    add_command,
    add_json_option,
    add_network_options,
    chosen_network,
    engine_for,
    print_json,
)
from alexnet.weights import NetworkEntry, WeightsError, download, path_of, read_manifest, spoken_ids, status


def add_commands(commands: Commands) -> None:
    """Make the three commands known."""
    command = add_command(commands, "networks", "what is installed, what can be downloaded, which one answers", show)
    add_json_option(command)
    command = add_command(commands, "download", "fetch a network, check it, go on where a download broke off", fetch)
    command.add_argument("--network", metavar="ID", help="which one; without it, all that are missing")
    command = add_command(commands, "filters", "draw the kernels of the first layer", draw)
    command.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    add_network_options(command)


def show(options: argparse.Namespace) -> int:
    """`networks`. Looks at sizes only and imports no torch; loading is what checks every byte."""
    entries = read_manifest().networks
    first = next((entry for entry in entries if status(entry) == "installed"), None)
    records = [_record(entry, answers=entry is first) for entry in entries]
    if options.json:
        print_json(records, indent=2)
        return 0
    for record in records:
        note = "answers" if record["answers"] else "can be downloaded" if record["downloadable"] else ""
        print(f"{record['id']:22}{record['status']:11}{record['words']:5} words{record['megabytes']:7.1f} MB  {note}")
    return 0


def _record(entry: NetworkEntry, answers: bool) -> dict[str, object]:
    present = status(entry)
    return {
        "id": entry.id,
        "architecture": entry.architecture,
        "status": present,
        "answers": answers,
        "downloadable": entry.url is not None and present != "installed",
        "words": len(spoken_ids(entry)),
        "megabytes": round(entry.bytes / 1e6, 1),
        "file": str(path_of(entry)),
        "licence": entry.licence,
        "accuracy": entry.accuracy.model_dump(),
    }


def fetch(options: argparse.Namespace) -> int:
    """`download`. Nothing else in this project ever fetches anything."""
    manifest = read_manifest()
    if options.network:
        wanted = [manifest.entry(options.network)]
    else:
        wanted = [entry for entry in manifest.networks if entry.url and status(entry) != "installed"]
    if not wanted:
        print("Nothing to download: every network is installed.")
    for entry in wanted:
        print(f"{entry.id}: {_fetch(entry)}")
    return 0


def _fetch(entry: NetworkEntry) -> Path:
    if not entry.url:
        raise WeightsError("not-downloadable", network=entry.id)
    from tqdm import tqdm

    with tqdm(total=entry.bytes, unit="B", unit_scale=True, desc=entry.id) as bar:

        def show_progress(done: int, total: int) -> None:
            bar.update(done - bar.n)

        return download(entry, show_progress)


def draw(options: argparse.Namespace) -> int:
    """`filters`. The sheet of the paper's figure 3: the first card's kernels above the second's."""
    from alexnet.filters import first_layer
    from alexnet.render.tiles import encode, tower_sheet

    engine = engine_for(options)
    sheet = first_layer(engine, chosen_network(engine, options))
    options.out.write_bytes(encode(tower_sheet(sheet.kernels, sheet.tower, enlarge=4, gap=4)))
    print(f"{options.out}: {len(sheet.kernels)} kernels of {sheet.network}")
    return 0
