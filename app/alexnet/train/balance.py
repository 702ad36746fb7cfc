"""Take some belief from the words that a network names too readily: `python -m alexnet.train balance FILE PHOTOGRAPHS`.

Of some words a network saw thousands of photographs by name while it learned, of others none: it then names the first
too readily, also where it should not. The remedy is known as logit adjustment (Menon and others 2021, "Long-tail
learning via logit adjustment"): divide each word's probability by a power of the mean probability that it gets, over
photographs in which all words are about equally frequent. Only the biases of the last layer change.

The mean is taken over the first development set, whose true words it does not use; the power is the one, of those
tried, that is right most often over all development photographs. Nothing here looks at the test photographs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from alexnet.evaluation.held_out import Answers, answers, joined, mean_shares, read_held_out
from alexnet.evaluation.results import Balance, Spoken
from alexnet.inference.loading import build
from alexnet.weights.manifest import SHIPPED, NetworkEntry, read_manifest
from alexnet.weights.packing import replace_bias, unpack

if TYPE_CHECKING:
    from torch import Tensor

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25)
_LEAST = 1e-9


def balance(found: list[Answers]) -> tuple[Tensor, Balance]:
    """What to add to the biases (classes,), from the answers to each development set, and what it brings."""
    together, rarity = joined(found), -mean_shares(found[0].logits).clamp_min(_LEAST).log().float()
    tried = {strength: _score(together, strength * rarity) for strength in STRENGTHS}
    best = max(tried, key=lambda strength: tried[strength].top1 + tried[strength].top5)
    return best * rarity, Balance(strength=best, before=tried[0.0], after=tried[best])


def _score(found: Answers, added: Tensor) -> Spoken:
    hits = (found.logits + added).topk(5, 1).indices == found.truth[:, None]
    first, five = (100 * float(some.double().mean()) for some in (hits[:, 0], hits.any(1)))
    return Spoken(words=len(added), photos=len(found.truth), top1=first, top5=five)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, PHOTOGRAPHS and --out."""
    parser.add_argument("file", type=Path, metavar="FILE", help="packed weights of the network of 2012")
    parser.add_argument("photographs", type=Path, metavar="PHOTOGRAPHS", help="the sets of weights/held-out.yaml")
    parser.add_argument("--out", type=Path, required=True)


def main(options: argparse.Namespace) -> None:
    """`balance`. Ends with a sentence and status 1 for a file that was balanced already."""
    state, header = unpack(options.file)
    if "balance" in header:
        raise SystemExit(f"{options.file} is balanced already; begin with the file as it was packed")
    entry: NetworkEntry = read_manifest(SHIPPED).entry("alexnet-2012").model_copy(update={"speaks": None})
    module = build(entry, state)
    sets = read_held_out().development
    added, brought = balance([answers(entry, module, options.photographs, one) for one in sets])
    note = {"balance": brought.model_dump_json()}
    replace_bias(options.file, options.out, "fc8.bias", state["fc8.bias"] + added, note)
    before, after = (f"{one.top1:.1f} / {one.top5:.1f} %" for one in (brought.before, brought.after))
    print(f"{options.out}: strength {brought.strength}, {before} -> {after}")
