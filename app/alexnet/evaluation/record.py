"""Measure a network on the held-out photographs and write what was found: the record, and the manifest's figures.

Two things are chosen first, on the development photographs alone: which words the network may speak, and the
temperature of its probabilities. Everything reported is measured on the test photographs afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alexnet.evaluation.held_out import Answers, HeldOutSet, HeldOutSets, answers, joined, mean_shares, read_held_out
from alexnet.evaluation.results import Balance, HeldOut, Results, Spoken, Temperature, Training
from alexnet.weights.manifest import MANIFEST, SHIPPED, NetworkEntry, class_ids, path_of, read_manifest

if TYPE_CHECKING:
    from torch import Tensor

    from alexnet.evaluation.scores import Scores

KEPT = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)
"""Shares of its words that a network is tried with: those it believes in most, over the development photographs."""


def measure(network: str, photographs: Path, training: Training, date: str) -> tuple[Results, tuple[str, ...]]:
    """The record of the network in `weights/`, in float32 on the processor, and the words it is to speak.

    Raises `EmptyDatasetError` where photographs are missing, `WeightsError` where the network is.
    """
    import torch

    from alexnet.filters import tower_colour
    from alexnet.inference.loading import load

    entry = read_manifest(SHIPPED).entry(network).model_copy(update={"speaks": None})
    sets, module = read_held_out(), load(entry, torch.device("cpu")).module
    seen = {one.id: answers(entry, module, photographs, one) for one in (*sets.development, *sets.test)}
    development = joined([seen[one.id] for one in sets.development])
    spoken, tried = choose_words(development)
    temperature = _temperature(sets, development, seen[sets.test[0].id], spoken)
    kernels = module.get_parameter("conv1.weight").numpy()
    results = Results(
        network=network,
        date=date,
        words=len(class_ids(entry)),
        spoken=int(spoken.sum()),
        held_out=tuple(_held_out(entry, sets.test, seen, spoken, temperature.temperature)),
        speech=tried,
        temperature=temperature,
        balance=_balance(entry),
        towers=tower_colour(kernels) if entry.architecture == "alexnet-2012" else None,
        training=training,
    )
    return results, tuple(word for word, said in zip(class_ids(entry), spoken.tolist(), strict=True) if said)


def choose_words(development: Answers) -> tuple[Tensor, tuple[Spoken, ...]]:
    """Which words to speak (classes,) bool, and what was tried, most words first.

    A word that the network has hardly learned only takes belief from others. The words are ordered by the mean belief
    they get, and so many are kept as bring the most right answers, first or among five, over all the photographs: one
    whose word is silenced counts as a miss. Of equals, the longer list wins.
    """
    import torch

    order = mean_shares(development.logits).argsort(descending=True)
    tried, masks = [], []
    for share in KEPT:
        mask = torch.zeros(len(order), dtype=torch.bool)
        mask[order[: max(5, round(share * len(order)))]] = True
        first, five = _hits(silenced(development.logits, mask), development.truth)
        tried.append(Spoken(words=int(mask.sum()), photos=len(development.truth), top1=first, top5=five))
        masks.append(mask)
    best = max(range(len(tried)), key=lambda number: tried[number].top1 + tried[number].top5)
    return masks[best], tuple(tried)


def silenced(logits: Tensor, spoken: Tensor) -> Tensor:
    """The logits with the words that are not `spoken` out of the race: the softmax gives them nothing."""
    return logits.masked_fill(~spoken, float("-inf"))


def _hits(logits: Tensor, truth: Tensor) -> tuple[float, float]:
    hits = logits.topk(5, 1).indices == truth[:, None]
    return 100 * float(hits[:, 0].double().mean()), 100 * float(hits.any(1).double().mean())


def _temperature(sets: HeldOutSets, development: Answers, test: Answers, spoken: Tensor) -> Temperature:
    """Fitted on the development photographs whose word may be spoken, judged on the first test set."""
    from alexnet.evaluation.calibration import error_of_logits, fit_temperature

    usable = development.only(spoken[development.truth])
    fitted = round(fit_temperature(silenced(usable.logits, spoken), usable.truth), 3)
    judged = silenced(test.logits, spoken)
    return Temperature(
        temperature=fitted,
        fitted_on=f"{len(usable.truth):,} development photographs",
        measured_on=f"the {len(test.truth):,} photographs of the first row",
        ece_before=100 * error_of_logits(judged, test.truth),
        ece_after=100 * error_of_logits(judged, test.truth, fitted),
    )


def _held_out(
    entry: NetworkEntry, sets: Sequence[HeldOutSet], seen: dict[str, Answers], spoken: Tensor, temperature: float
) -> Iterator[HeldOut]:
    """Each test set, and where training photographs nearly equal some of it, the rest of it alone."""
    import torch

    words = class_ids(entry)
    for one in sets:
        lot = seen[one.id]
        yield HeldOut(title=one.title, single=_scores(entry, lot, spoken, temperature))
        if one.near_equals:
            known = torch.tensor([word in one.near_equals for word in words])
            clean = lot.only(~known[lot.truth])
            title = f"The same without the {int(known[lot.truth].sum())} that nearly equal a training photograph"
            yield HeldOut(title=title, single=_scores(entry, clean, spoken, temperature))


def _scores(entry: NetworkEntry, lot: Answers, spoken: Tensor, temperature: float) -> Scores:
    from alexnet.evaluation.scores import score
    from alexnet.families import read_families

    shares = (silenced(lot.logits.double(), spoken) / temperature).softmax(1)
    return score(shares, lot.truth, class_ids(entry), read_families(entry.folder))


def _balance(entry: NetworkEntry) -> Balance | None:
    """What `alexnet.train.balance` noted in the file's header, if the network went through it."""
    if path_of(entry).suffix != ".safetensors":
        return None
    from safetensors import safe_open

    with safe_open(path_of(entry), framework="numpy") as file:
        note = (file.metadata() or {}).get("balance")
    return Balance.model_validate_json(note) if note else None


def write_manifest(results: Results, spoken: Sequence[str], folder: Path = SHIPPED) -> None:
    """Bring the manifest's temperature, accuracy and list of spoken words up to the record."""
    from alexnet.weights.checksum import with_fields

    first, name = results.held_out[0], f"{results.network}.speaks.txt"
    some = len(spoken) < results.words
    if some:
        (folder / name).write_text("\n".join(spoken) + "\n", encoding="ascii")
    else:
        (folder / name).unlink(missing_ok=True)
    fields = {
        "speaks": name if some else None,
        "top1": f"{first.single.top1:.1f}",
        "top5": f"{first.single.top5:.1f}",
        "measured_on": first.title,
        "temperature": f"{results.temperature.temperature if results.temperature else 1.0}",
    }
    manifest = folder / MANIFEST
    text = with_fields(manifest.read_text(encoding="utf-8"), results.network, fields)
    manifest.write_text(text, encoding="utf-8")
