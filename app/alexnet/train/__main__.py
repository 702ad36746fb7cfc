"""The command line of the training code; see `alexnet/train/__init__.py`."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from alexnet.evaluation import model_card
from alexnet.networks.alexnet_2012 import AlexNet2012
from alexnet.train import balance, shards
from alexnet.train import data as photographs
from alexnet.train.recipe import RECIPE, read_recipe
from alexnet.train.run import Run
from alexnet.train.score import score


def _unpack(options: argparse.Namespace) -> None:
    shards.unpack(options.shards, options.data)


def _pack(options: argparse.Namespace) -> None:
    for shard in shards.pack(options.data, options.out, megabytes=options.megabytes, quality=options.quality):
        print(shard)


def _device(name: str) -> torch.device:
    return torch.device("cuda" if name == "auto" and torch.cuda.is_available() else name.replace("auto", "cpu"))


def _data(options: argparse.Namespace) -> None:
    photographs.build([photographs.PhotoSet.parse(text) for text in options.sets], options.out)


def _run(options: argparse.Namespace) -> None:
    recipe, device = read_recipe(options.recipe), _device(options.device)
    Run(recipe, options.data, options.out, device, start_from=options.start_from).go()


def _evaluate(options: argparse.Namespace) -> None:
    words = (options.data / "classes.txt").read_text(encoding="utf-8").split()
    network = AlexNet2012(classes=len(words)).to(_device(options.device))
    network.load_state_dict(torch.load(options.checkpoint, map_location="cpu", weights_only=True))
    for file in sorted(options.data.glob("*_val_x.npy")):
        name = file.name.removesuffix("_val_x.npy")
        result = score(network, options.data, name, pixels=options.pixels, shrink_to=options.shrink_to)
        print(f"{name:10} top-1 {result.top1:5.1f} %   top-5 {result.top5:5.1f} %   of {result.photos}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m alexnet.train")
    commands = parser.add_subparsers(required=True)
    data = commands.add_parser("data", help="photographs to arrays")
    data.add_argument("sets", nargs="+", metavar="NAME=FOLDER:PIXELS")
    data.add_argument("--out", type=Path, default=Path("data"))
    data.set_defaults(command=_data)
    packed = commands.add_parser("shards", help="arrays to small folders, for a machine far from the photographs")
    packed.add_argument("--out", type=Path, default=Path("shards"))
    packed.add_argument("--megabytes", type=float, default=50, help="largest size of one folder")
    packed.add_argument("--quality", type=int, default=60, help="of the AVIF pictures in it")
    packed.set_defaults(command=_pack)
    unpacked = commands.add_parser("unpack", help="such folders back to arrays")
    unpacked.add_argument("shards", nargs="+", type=Path)
    unpacked.set_defaults(command=_unpack)
    run = commands.add_parser("run", help="train, or go on training")
    run.add_argument("--recipe", type=Path, default=RECIPE)
    run.add_argument("--out", type=Path, default=Path("runs/long"))
    run.add_argument("--start-from", type=Path, metavar="WEIGHTS", help="weights of an earlier run to go on from")
    run.set_defaults(command=_run)
    evaluate = commands.add_parser("evaluate", help="score a checkpoint")
    evaluate.add_argument("checkpoint", type=Path)
    evaluate.add_argument("--pixels", type=int, default=227)
    evaluate.add_argument("--shrink-to", type=int)
    evaluate.set_defaults(command=_evaluate)
    for command in (packed, unpacked, run, evaluate):
        command.add_argument("--data", type=Path, default=Path("data"))
    for command in (run, evaluate):
        command.add_argument("--device", default="auto")
    balanced = commands.add_parser("balance", help="take some belief from words that are named too readily")
    balance.add_arguments(balanced)
    balanced.set_defaults(command=balance.main)
    written = commands.add_parser("card", help="write the model card from the record of results")
    model_card.add_arguments(written)
    written.set_defaults(command=model_card.main)
    options = parser.parse_args()
    options.command(options)


if __name__ == "__main__":
    main()
