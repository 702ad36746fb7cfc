"""Numbers that must be the same wherever they stand: a near miss is found, another number is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from exhibit.checks.check import check
from exhibit.checks.numbers import numbers
from exhibit.settings import load_settings
from small_content import write_small_content


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("It missed 15.3% of them.", "en", [(15.3, "%")]),
        ("60,965,224 numbers", "en", [(60_965_224, "")]),
        ("a gap of 10.9 points", "en", [(10.9, "points")]),
        ("10.857 percentage points", "en", [(10.857, "points")]),
        ("raté 15,3\u00a0% des images", "fr", [(15.3, "%")]),
        ("60\u202f965\u202f224 nombres", "fr", [(60_965_224, "")]),
        ("in 2012, about 15% of 30 pictures, arXiv 1102.0183x", "en", []),
    ],
)
def test_exact_numbers_are_read_in_each_language(text: str, lang: str, found: list[tuple[float, str]]) -> None:
    read = [(number.value, number.unit) for number in numbers(text, lang)]
    assert read == found or (not found and all(value > 1000 for value, _ in read))


@pytest.mark.parametrize(("written", "wrong"), [("15.3%", 0), ("15.2%", 1), ("15.31%", 1), ("16.4%", 0), ("15%", 0)])
def test_a_number_that_is_nearly_a_known_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, wrong: int
) -> None:
    folder = write_small_content(tmp_path / "content")
    story = folder / "en" / "story.yaml"
    story.write_text(story.read_text("utf-8").replace("It goes on.", f"It missed {written} of them."), "utf-8")
    monkeypatch.setenv("EXHIBIT_CONTENT_DIR", str(folder))
    told = [problem for problem in check(load_settings(), None) if problem.kind == "figure_differs"]
    assert len(told) == wrong
    assert all(problem.file == "en/story.yaml" and problem.value == written for problem in told)
