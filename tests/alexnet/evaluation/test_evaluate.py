"""What `alexnet.evaluation.evaluate` promises: it counts right, and leaves out what it cannot ask, saying so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import photo_files as files
from alexnet.classify import classify
from alexnet.evaluation.evaluate import EmptyDatasetError, evaluate
from alexnet.inference.engine import Engine
from alexnet.photo import open_photo


@pytest.fixture
def photographs() -> list[bytes]:
    colours = [(200, 40, 40), (40, 200, 40), (40, 40, 200), (220, 220, 60), (90, 20, 120), (10, 10, 10)]
    return [files.file_of(Image.new("RGB", (80 + 20 * n, 120), colour), "PNG") for n, colour in enumerate(colours)]


def sort_into(folder: Path, word: str, data: bytes, name: str) -> None:
    (folder / word).mkdir(exist_ok=True)
    (folder / word / name).write_bytes(data)


def test_photos_in_the_folder_of_their_first_answer_score_a_hundred(
    engine: Engine, photographs: list[bytes], tmp_path: Path
) -> None:
    for number, data in enumerate(photographs):
        first = classify(engine, open_photo(data), "alexnet-2012").predictions[0].id
        sort_into(tmp_path, first, data, f"{number}.png")
    result = evaluate(engine, tmp_path, "alexnet-2012")
    assert (result.photos, result.top1, result.top5) == (len(photographs), 100, 100)
    assert result.images_per_second > 0
    assert (result.network, result.device, result.precision) == ("alexnet-2012", "cpu", "float32")


def test_the_fifth_answer_counts_for_top_5_and_the_sixth_does_not(
    engine: Engine, photographs: list[bytes], tmp_path: Path
) -> None:
    for number, data in enumerate(photographs[:4]):
        answers = classify(engine, open_photo(data), "alexnet-2012", top=7).predictions
        sort_into(tmp_path, answers[(0, 4, 5, 6)[number]].id, data, f"{number}.png")
    result = evaluate(engine, tmp_path, "alexnet-2012")
    assert (result.top1, result.top5) == (25, 50)


def test_folders_of_unknown_words_are_left_out_and_listed(
    engine: Engine, photographs: list[bytes], tmp_path: Path, words: tuple[str, ...]
) -> None:
    for word in (words[0], "n99999998", "n99999999"):
        sort_into(tmp_path, word, photographs[0], "a.png")
    (tmp_path / "README.txt").write_text("not a folder")
    result = evaluate(engine, tmp_path, "alexnet-2012")
    assert result.unknown == ("n99999998", "n99999999")
    assert (result.photos, result.classes) == (1, 1)


def test_photos_that_cannot_be_opened_are_left_out_and_listed(
    engine: Engine, photographs: list[bytes], tmp_path: Path, words: tuple[str, ...]
) -> None:
    sort_into(tmp_path, words[0], photographs[0], "GOOD.PNG")
    sort_into(tmp_path, words[0], photographs[1][:60], "cut.png")
    sort_into(tmp_path, words[0], b"notes about the photos", "notes.txt")
    (tmp_path / words[0] / "folder.jpg").mkdir()
    result = evaluate(engine, tmp_path, "alexnet-2012")
    assert result.photos == 1
    assert [path.name for path, _ in result.refused] == ["cut.png", "folder.jpg"]
    assert "cut short" in result.refused[0][1]


def test_more_photos_than_fit_at_once_are_all_counted(
    engine: Engine, photographs: list[bytes], tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alexnet.evaluation.evaluate.TOGETHER", 4)
    for number, data in enumerate(photographs):
        sort_into(tmp_path, words[number % 2], data, f"{number}.png")
    assert evaluate(engine, tmp_path, "alexnet-2012").photos == len(photographs)


def test_a_folder_without_anything_to_ask_is_refused(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "n99999999").mkdir()
    with pytest.raises(EmptyDatasetError, match="WordNet"):
        evaluate(engine, tmp_path, "alexnet-2012")


def test_ten_views_are_scored_beside_the_single_one(engine: Engine, photographs: list[bytes], tmp_path: Path) -> None:
    for number, data in enumerate(photographs):
        best = classify(engine, open_photo(data), "alexnet-2012", ten_crop=True).predictions[0].id
        sort_into(tmp_path, best, data, f"{number}.png")
    result = evaluate(engine, tmp_path, "alexnet-2012", ten_crop=True)
    assert result.ten_crop is not None
    assert (result.ten_crop.photos, result.ten_crop.top1) == (len(photographs), 100)
    assert evaluate(engine, tmp_path, "alexnet-2012").ten_crop is None


def test_the_family_is_right_where_the_sum_of_its_words_is_the_largest(
    engine: Engine, photographs: list[bytes], tmp_path: Path, words: tuple[str, ...]
) -> None:
    for number, data in enumerate(photographs[:4]):
        families = [one.id for one in classify(engine, open_photo(data), "alexnet-2012").families]
        wanted = families[0] if number else families[1]  # the first photo lies in the wrong family's folder
        sort_into(tmp_path, words[0] if wanted == "first-three" else words[3], data, f"{number}.png")
    result = evaluate(engine, tmp_path, "alexnet-2012").single
    assert result.family == 75
    assert sum(one.photos for one in result.families) == 4
    assert sum(one.photos * one.family for one in result.families) == pytest.approx(300)


def test_the_calibration_error_is_that_of_the_answers_at_the_stored_temperature(
    engine: Engine, photographs: list[bytes], tmp_path: Path
) -> None:
    answers = [classify(engine, open_photo(data), "alexnet-2012").predictions[0] for data in photographs]
    for number, (answer, data) in enumerate(zip(answers, photographs, strict=True)):
        sort_into(tmp_path, answer.id, data, f"{number}.png")
    result = evaluate(engine, tmp_path, "alexnet-2012")
    assert result.temperature == engine.entry("alexnet-2012").temperature == 1.5
    mean = sum(answer.probability for answer in answers) / len(answers)
    assert result.single.ece == pytest.approx(100 * (1 - mean), rel=1e-3), "all are right: every gap is a lack of trust"
