"""Commands that measure: evaluate, bench."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alexnet.cli.common import (
    Commands,
    add_command,
    add_json_option,
    add_network_options,
    chosen_network,
    complain,
    engine_for,
    print_json,
)
from alexnet.english_names import family_names

if TYPE_CHECKING:
    from alexnet.evaluation.bench import Bench
    from alexnet.evaluation.evaluate import Evaluation
    from alexnet.evaluation.scores import Interval, Scores


def add_commands(commands: Commands) -> None:
    """Make the two commands known."""
    command = add_command(commands, "evaluate", "how often the first name, or one of five, is right", evaluate_folder)
    command.add_argument("folder", type=Path, metavar="FOLDER", help="with photos in FOLDER/<WordNet id>/")
    command.add_argument(
        "--ten-crop", action="store_true", help="ten views too, as the paper did, beside the single one"
    )
    command.add_argument(
        "--record",
        action="store_true",
        help="FOLDER has the sets of weights/held-out.yaml: choose the spoken words and the temperature on them, and "
        "write the network's record and the manifest's figures",
    )
    add_network_options(command)
    add_json_option(command)
    command = add_command(commands, "bench", "how fast this machine is, and how much memory that takes", run_bench)
    command.add_argument("--repeats", type=int, default=9, metavar="N", help="medians over so many runs (default 9)")
    add_network_options(command)
    add_json_option(command)


def evaluate_folder(options: argparse.Namespace) -> int:
    """`evaluate`. Photos that cannot be opened cost one line each and the exit status."""
    from alexnet.evaluation.evaluate import evaluate

    if options.record:
        return record_held_out(options)
    engine = engine_for(options)
    result = evaluate(engine, options.folder, chosen_network(engine, options), ten_crop=options.ten_crop)
    for path, problem in result.refused:
        complain(path, problem)
    if result.unknown:
        sentence = f"{result.network} has no word for {len(result.unknown)} of the folders; they are left out"
        print(f"{sentence}: {' '.join(result.unknown)}", file=sys.stderr)
    if options.json:
        print_json(_evaluation_record(result), indent=2)
    else:
        _print_evaluation(result)
    return 1 if result.refused else 0


def record_held_out(options: argparse.Namespace) -> int:
    """`evaluate --record`. What the training took is kept from the record that is there."""
    from alexnet.evaluation.record import measure, write_manifest
    from alexnet.evaluation.results import SHIPPED_RESULTS, read_results, write_results

    before = read_results()
    results, spoken = measure(options.network or before.network, options.folder, before.training, _today())
    write_results(results)
    write_manifest(results, spoken)
    for lot in results.held_out:
        _print_scores(f"{lot.title}, {lot.single.photos:,} photos", lot.single)
    print(f"{SHIPPED_RESULTS}: {results.network} speaks {results.spoken} of {results.words} words")
    return 0


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _evaluation_record(result: Evaluation) -> dict[str, object]:
    """What `--json` prints: the scores by one view on top, those by ten views beside them."""
    return {
        "network": result.network,
        "device": result.device,
        "precision": result.precision,
        "classes": result.classes,
        "temperature": result.temperature,
        "images_per_second": result.images_per_second,
        **result.single.record(),
        "ten_crop": result.ten_crop.record() if result.ten_crop else None,
        "unknown": result.unknown,
        "refused": [{"photo": str(path), "problem": problem} for path, problem in result.refused],
    }


def _print_evaluation(result: Evaluation) -> None:
    print(f"{result.photos} photos of {result.classes} classes, {result.network} on {result.device}")
    print(f"{result.images_per_second:.1f} images/s with one view; the ranges are 95 % confidence intervals")
    _print_scores("one view", result.single)
    if result.ten_crop:
        _print_scores("ten views", result.ten_crop)
    names = family_names()
    for one in result.single.families:
        shares = f"family {one.family:5.1f} %   top-1 {one.top1:5.1f} %"
        print(f"  {names.get(one.id, one.id):58} {one.photos:6} photos   {shares}")


def _print_scores(views: str, scores: Scores) -> None:
    family = "" if scores.family is None else f"   family {scores.family:.2f} % {_range(scores.interval('family'))}"
    print(
        f"{views}: top-1 {scores.top1:.2f} % {_range(scores.interval('top1'))}"
        f"   top-5 {scores.top5:.2f} % {_range(scores.interval('top5'))}{family}"
        f"   calibration error {scores.ece:.1f} %"
    )


def _range(interval: Interval | None) -> str:
    return "" if interval is None else f"({interval[0]:.1f} to {interval[1]:.1f})"


def run_bench(options: argparse.Namespace) -> int:
    """`bench`. The figures of the README, measured again."""
    from alexnet.evaluation.bench import bench

    result = bench(options.device, options.network, max(1, options.repeats))
    if options.json:
        print_json(asdict(result), indent=2)
    else:
        _print_bench(result)
    return 0


def _print_bench(result: Bench) -> None:
    print(f"{result.date}  {result.machine}")
    print(f"photo: {result.photo}; medians of {result.repeats}, in milliseconds")
    for one in result.networks:
        print(f"\n{one.network} on {one.device}, {one.precision}")
        print(f"  one photo   {one.decode + one.preprocess + one.forward:8.1f}")
        for step in ("decode", "preprocess", "forward"):
            print(f"    {step:10}{getattr(one, step):8.1f}")
        print(f"    in float32{one.forward_float32:8.1f}")
        for method, milliseconds in one.saliency.items():
            print(f"  {method:22}{milliseconds:8.1f}")
        for size, speed in one.photos_per_second.items():
            print(f"  {speed:8.1f} photos/s, {size} at a time")
        print(f"  {one.memory_mb:8.0f} MB in the process")
    print(f"\nmemory: {result.memory_start_mb:.0f} MB before torch, {result.memory_peak_mb:.0f} MB at most")
