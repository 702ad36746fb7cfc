"""The kind of thing above the five names, and the content check that keeps families, words and names together."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from alexnet.classify import Classification, Prediction
from alexnet.families import FamilyShare
from exhibit.checks.check import check
from exhibit.settings import load_settings
from exhibit.ui.family import certainty, qualifier
from small_content import write_language, write_small_content, write_yaml


def answer(family: float, first: float, of: str = "cat") -> Classification:
    """An answer with the best family cat, and a first name that belongs to the family `of`."""
    return Classification(
        network="alexnet-2012",
        device="cpu",
        precision="float32",
        milliseconds=1,
        predictions=(Prediction("n02123045", first, of),),
        entropy=1,
        words=7,
        families=(FamilyShare("cat", family, 3),),
    )


@pytest.mark.parametrize(
    ("family", "expected"),
    [(1.0, "sure"), (0.5, "sure"), (0.49, "leaning"), (0.25, "leaning"), (0.24, "lost"), (0.0, "lost")],
)
def test_the_network_is_sure_of_a_kind_from_one_half_and_undecided_below_a_quarter(
    family: float, expected: str
) -> None:
    assert certainty(answer(family, family / 2)) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (answer(0.95, 0.8), "certain"),
        (answer(0.95, 0.79), "clear"),
        (answer(0.6, 0.36), "clear"),
        (answer(0.6, 0.2), "unsure"),
        (answer(0.6, 0.3, of="dog"), "other"),
        (answer(0.3, 0.3), "leaning"),
        (answer(0.3, 0.28, of="dog"), "other"),
        (answer(0.2, 0.2), "lost"),
        (answer(0.2, 0.19, of="dog"), "lost"),
    ],
)
def test_what_is_said_of_the_names_follows_from_the_shares(found: Classification, expected: str) -> None:
    assert qualifier(found) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ((), "no_word"),
        (("n02099601",), "missed"),
        (("n02099601", "n02123045"), "certain"),
        (None, "certain"),
    ],
)
def test_of_a_photo_that_is_known_it_is_said_whether_there_is_a_word_for_it_and_whether_it_was_given(
    shown: tuple[str, ...] | None, expected: str
) -> None:
    """However sure the network is: a sure answer can be wrong."""
    assert qualifier(answer(0.95, 0.8), shown) == expected
    assert qualifier(answer(0.1, 0.1), shown) == (expected if expected != "certain" else "lost")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_small_content(tmp_path / "content")


def problems(content: Path) -> list[tuple[str, str, str, str]]:
    settings = load_settings(content, {"EXHIBIT_WEIGHTS_DIR": str(content.parent / "weights")})
    found = [one for one in check(settings, code=None) if one.file.endswith("families.yaml")]
    return [(one.kind, one.file, one.field, one.value) for one in found]


@pytest.mark.parametrize(
    ("families", "names", "expected"),
    [
        ({"cat": ["n02123045"]}, ("cat",), []),
        (
            {"cat": ["n02123045"], "dog": ["n02123045"]},
            ("cat", "dog"),
            [("word_in_two_families", "weights/families.yaml")],
        ),
        ({"cat": ["n02123045", "n02123394"]}, ("cat",), [("unknown_value", "weights/families.yaml")]),
        ({"cat": ["n02123045"]}, ("cat", "dog"), [("words_without_item", "en/families.yaml")]),
        ({"cat": "n02123045"}, ("cat",), [("not_a_list", "weights/families.yaml")]),
        (["n02123045"], ("cat",), [("not_fields", "weights/families.yaml")]),
    ],
)
def test_a_mistake_between_words_families_and_names_gives_one_message(
    content: Path, families: object, names: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    write_yaml(content.parent / "weights" / "families.yaml", families)
    write_yaml(content / "en" / "families.yaml", {id: {"name": id, "phrase": f"a {id}"} for id in names})
    assert [found[:2] for found in problems(content)] == expected


def test_a_word_of_a_network_that_has_no_family_is_found(content: Path) -> None:
    (content.parent / "weights" / "classes-1.txt").write_text("n02123045\nn02099601\n", encoding="utf-8")
    write_yaml(content / "en" / "classes.yaml", {"n02123045": "tabby cat", "n02099601": "golden retriever"})
    assert problems(content) == [("words_without_family", "weights/families.yaml", "", "n02099601")]


def test_a_family_without_a_name_is_found_in_every_finished_language(content: Path) -> None:
    write_language(content, "fr")
    settings = yaml.safe_load((content / "exhibit.yaml").read_text("utf-8")) | {"languages": ["en", "fr"]}
    write_yaml(content / "exhibit.yaml", settings)
    families = {"cat": ["n02123045"], "tiger": ["n02129604"]}
    write_yaml(content.parent / "weights" / "families.yaml", families)
    (content.parent / "weights" / "classes-1.txt").write_text("n02123045\nn02129604\n", encoding="utf-8")
    for lang in ("en", "fr"):
        write_yaml(content / lang / "classes.yaml", {"n02123045": "tabby cat", "n02129604": "tiger"})
    found = problems(content)
    assert [one[:3] for one in found] == [
        ("no_words", "en/families.yaml", "tiger"),
        ("no_words", "fr/families.yaml", "tiger"),
    ]


def test_a_sample_of_a_class_that_does_not_exist_is_found(content: Path) -> None:
    listed = yaml.safe_load((content / "samples.yaml").read_text("utf-8"))
    write_yaml(content / "samples.yaml", [{**listed[0], "classes": ["n02123045", "n99999999"]}])
    settings = load_settings(content, {"EXHIBIT_WEIGHTS_DIR": str(content.parent / "weights")})
    found = [one for one in check(settings, code=None) if one.file == "samples.yaml"]
    assert [(one.kind, one.field, one.value) for one in found] == [("unknown_value", "cat › classes", "n99999999")]
