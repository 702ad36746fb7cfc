"""Whose a claim is: sources that can be found, labels that mean what they say, averages that are called averages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exhibit.checks.check import check
from exhibit.content import Library
from exhibit.settings import load_settings
from small_content import NEUTRAL, write_small_content, write_yaml

PAPER: dict[str, Any] = NEUTRAL["sources"]["P"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    content = write_small_content(tmp_path / "content")
    monkeypatch.setenv("EXHIBIT_CONTENT_DIR", str(content))
    return content


def told(kind: str) -> list[tuple[str, str]]:
    """Field and value of each problem of this kind."""
    return [(found.field, found.value) for found in check(load_settings(), None) if found.kind == kind]


@pytest.mark.parametrize("missing", ["authors", "year", "url"])
def test_a_source_names_author_year_and_address_or_says_why_not(folder: Path, missing: str) -> None:
    source = {name: value for name, value in PAPER.items() if name != missing}
    write_yaml(folder / "sources.yaml", {"P": source})
    assert told("source_incomplete") == [("P", "")]
    write_yaml(folder / "sources.yaml", {"P": {**source, "lacks": "not dated"}})
    assert told("source_incomplete") == []


def test_nothing_is_seen_in_a_source_that_repeats_others(folder: Path) -> None:
    write_yaml(folder / "sources.yaml", {"P": {**PAPER, "first_hand": False}})
    assert ("problem", "P") in told("not_first_hand")


def test_general_knowledge_and_documents_are_kept_apart(folder: Path) -> None:
    write_yaml(folder / "sources.yaml", {"P": {**PAPER, "no_document": True}})
    assert ("problem", "P") in told("general_knowledge")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The misses were 15.3%.", True),
        ("The misses were 15.3 percent.", True),
        ("Seven networks, averaged, missed 15.3%.", False),
        ("One network missed 18.2%.", False),
    ],
)
def test_an_average_of_several_networks_is_called_one(folder: Path, text: str, wrong: bool) -> None:
    figures = [{**NEUTRAL["figures"][0], "average": True}]
    write_yaml(folder / "figures.yaml", figures)
    write_yaml(folder / "en" / "words" / "sources.yaml", {"average_words": "averaged, average of"})
    write_yaml(folder / "en" / "people.yaml", {"alex": {"role": "Author", "life": text}})
    assert bool(told("not_called_average")) is wrong


def test_the_exhibits_own_averages_are_marked_in_both_languages() -> None:
    library = Library.of(load_settings())
    averages = {figure.id for figure in library.figures() if figure.average}
    assert {"won", "won-contest-data", "prelu-net", "batch-normalisation", "winner-2015"} <= averages
    assert all(library.texts(lang, "sources").get("average_words") for lang in ("en", "fr"))
