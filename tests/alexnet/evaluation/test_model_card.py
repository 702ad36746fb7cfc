"""The model card and the record that it is written from: the two never disagree."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from pydantic import ValidationError

from alexnet.evaluation import model_card
from alexnet.evaluation.results import (
    Balance,
    HeldOut,
    Packing,
    Results,
    Spoken,
    Temperature,
    Training,
    read_results,
    write_results,
)
from alexnet.evaluation.scores import FamilyScore, Scores
from alexnet.filters import TowerColour
from alexnet.weights.manifest import SHIPPED, class_ids, read_manifest, spoken_ids

RECORD = Results(
    network="alexnet-2012",
    date="2026-11-24",
    words=1000,
    spoken=284,
    held_out=(
        HeldOut(
            title="Sharp ones",
            single=Scores(
                photos=200,
                top1=50,
                top5=75,
                family=60,
                families=(
                    FamilyScore(id="dog", photos=150, family=62, top1=50),
                    FamilyScore(id="boat", photos=50, family=90, top1=50),
                ),
            ),
            ten_crop=Scores(photos=200, top1=52, top5=76, family=61),
        ),
        HeldOut(title="Soft ones", single=Scores(photos=100, top1=40, top5=70)),
    ),
    temperature=Temperature(temperature=1.25, fitted_on="half", measured_on="the rest", ece_before=9, ece_after=2),
    packing=Packing(
        megabytes=27.9,
        measured_on="500 photographs",
        full=Scores(photos=500, top1=50.4, top5=76),
        packed=Scores(photos=500, top1=50.2, top5=76),
    ),
    speech=(Spoken(words=1000, photos=50, top1=8, top5=20), Spoken(words=284, photos=50, top1=10, top5=22)),
    balance=Balance(
        strength=0.75,
        before=Spoken(words=1000, photos=50, top1=6, top5=18),
        after=Spoken(words=1000, photos=50, top1=8, top5=20),
    ),
    towers=TowerColour(mean=(0.1, 0.6), colourful=(0.1, 0.7), error=0.05),
    training=Training(device="one H200", minutes=25, images=6_000_000, pixels="67 to 227", joules=900_000),
)


def test_the_committed_card_is_what_the_committed_record_says() -> None:
    committed = model_card.README.read_text("utf-8")
    assert model_card.insert(committed, model_card.render(read_results())) == committed, (
        "run `python -m alexnet.train card`"
    )


def test_the_record_is_of_the_network_that_ships() -> None:
    results = read_results()
    entry = read_manifest(SHIPPED).entry(results.network)
    assert results.words == len(class_ids(entry))
    assert results.spoken == len(spoken_ids(entry))
    first = results.held_out[0]
    assert (entry.accuracy.top1, entry.accuracy.top5) == (round(first.single.top1, 1), round(first.single.top5, 1))
    assert entry.accuracy.measured_on == first.title
    assert results.temperature is not None
    assert entry.temperature == results.temperature.temperature


def test_every_measured_figure_stands_in_the_card() -> None:
    text = model_card.render(RECORD)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert "| Sharp ones, 200 photographs | 50.0 (43.1–56.9) | 75.0 (68.6–80.5) | 60.0 (53.1–66.5) |" in rows
    assert any(row.startswith("| the same, mean of ten views | 52.0 (") for row in rows)
    assert any(row.startswith("| Soft ones, 100 photographs | 40.0 (") and row.endswith("| – |") for row in rows)
    assert rows.index("| Boats and ships | 50 | 90 | 50 |") < rows.index("| Dogs | 150 | 62 | 50 |")
    for part in ("0.4 % (top-1) and 1.8 % (top-5)", "temperature of 1.250", "9.0 % before and is 2.0 % after"):
        assert part in text
    assert "with 1,000 words 8.0 / 20.0, 284 words 10.0 / 22.0. So it may say 284 of them." in text
    assert "to the power of 0.75" in text
    assert "from 6.0 / 18.0 % to 8.0 / 20.0 %" in text
    assert "27.9 MB" in text
    assert "loses 0.20 points of top-1" in text
    assert "repeats what the paper saw" in text


def test_then_and_now_follow_from_the_paper_s_figures_and_ours() -> None:
    text = model_card.render(RECORD)
    assert "90 x 1,200,000 = 108,000,000" in text
    assert "227 (208 to 250)" in text  # 108 million in 5.5, 6 and 5 days
    assert "| photographs per second | 227 (208 to 250) | 4,000 |" in text
    assert "6,000,000 in 1,500 seconds, 18 times as many a second and 5.6 % as many in all" in text
    assert "64 kWh for the cards, if at their rated power | 0.25 kWh, measured" in text


def test_what_was_not_measured_is_not_mentioned() -> None:
    bare = RECORD.model_copy(
        update={
            "temperature": None,
            "packing": None,
            "towers": None,
            "speech": (),
            "balance": None,
            "held_out": RECORD.held_out[1:],
        }
    )
    text = model_card.render(bare)
    for absent in ("believed", "by name", "silenced", "packing", "tower", "By family", "| – |", "family, %"):
        assert absent not in text


def test_writing_twice_changes_nothing_and_leaves_the_prose_alone() -> None:
    readme = f"# Cards\n\nBefore.\n\n{model_card.BEGIN}\nold\n{model_card.END}\n\nAfter.\n"
    once = model_card.insert(readme, model_card.render(RECORD))
    assert once.startswith("# Cards\n\nBefore.\n\n")
    assert once.endswith(f"{model_card.END}\n\nAfter.\n")
    assert "old" not in once
    assert model_card.insert(once, model_card.render(RECORD)) == once


def test_the_command_writes_the_card_from_a_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record, readme = tmp_path / "results.json", tmp_path / "README.md"
    write_results(RECORD, record)
    assert read_results(record) == RECORD
    readme.write_text(f"Before.\n{model_card.BEGIN}\n{model_card.END}\n")
    parser = argparse.ArgumentParser()
    model_card.add_arguments(parser)
    model_card.main(parser.parse_args([str(record), "--readme", str(readme)]))
    assert model_card.render(RECORD) in readme.read_text()
    assert str(readme) in capsys.readouterr().out


def test_without_its_marks_a_readme_is_left_as_it_is(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("No marks here.\n")
    parser = argparse.ArgumentParser()
    model_card.add_arguments(parser)
    with pytest.raises(SystemExit, match="marks"):
        model_card.main(parser.parse_args(["--readme", str(readme)]))
    assert readme.read_text() == "No marks here.\n"


def test_a_record_with_a_slip_is_refused() -> None:
    slip = RECORD.model_dump(mode="json") | {"accuracy": 99}
    with pytest.raises(ValidationError, match="accuracy"):
        Results.model_validate(slip)
