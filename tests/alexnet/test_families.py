"""The families of words: every word in one, sums that add up, mistakes in the file told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from alexnet.families import Families, FamilyShare, read_families
from alexnet.weights.errors import WeightsError
from alexnet.weights.manifest import SHIPPED

NAMES = yaml.safe_load((SHIPPED.parent / "content" / "en" / "families.yaml").read_text("utf-8"))


def test_every_one_of_the_thousand_words_is_in_exactly_one_family() -> None:
    listed = [word for words in read_families().root.values() for word in words]
    assert len(listed) == 1000
    assert set(listed) == set((SHIPPED / "classes-1000.txt").read_text().split())


def test_every_word_of_every_network_has_a_family() -> None:
    for path in SHIPPED.glob("classes-*.txt"):
        assert [word for word in path.read_text().split() if word not in read_families().by_word] == []


@pytest.mark.parametrize(
    ("word", "family"),
    [
        ("n02123045", "cat"),  # tabby
        ("n02129604", "wild-cat"),  # tiger
        ("n02099601", "dog"),  # golden retriever
        ("n02119022", "wolf-fox"),  # red fox
        ("n01882714", "small-mammal"),  # koala
        ("n03773504", "aircraft"),  # missile
        ("n03063599", "kitchen"),  # coffee mug
        ("n07920052", "food"),  # espresso
    ],
)
def test_words_are_where_everyday_language_puts_them(word: str, family: str) -> None:
    assert read_families().by_word[word] == family


def test_each_family_has_its_words_in_english_and_no_other_has() -> None:
    assert NAMES.keys() == read_families().root.keys()


def test_a_network_that_cannot_tell_cats_apart_still_says_cat() -> None:
    families = Families({"dog": ("n00000001",), "cat": ("n00000002", "n00000003", "n00000004")})
    words = ("n00000002", "n00000001", "n00000004", "n00000009")
    assert families.shares(words, (0.25, 0.375, 0.25, 0.125)) == (
        FamilyShare("cat", 0.5, 2),
        FamilyShare("dog", 0.375, 1),
    )


def test_families_that_a_network_has_no_word_of_are_not_named() -> None:
    families = Families({"dog": ("n00000001",), "cat": ("n00000002",)})
    assert [share.id for share in families.shares(("n00000002",), (1.0,))] == ["cat"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [n00000001]\nb: [n00000001]\n", "n00000001 stands a second time, in b"),
        ("a: [n00000001, n00000001]\n", "second time"),
        ("a: []\n", "at least 1 item"),
        ("a: [tabby]\n", "match pattern"),
        ("A cat: [n00000001]\n", "match pattern"),
        ("just text\n", "valid dictionary"),
        ("a: [n00000001\n", "while parsing"),
    ],
)
def test_a_mistake_in_the_file_is_told(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "families.yaml").write_text(text)
    with pytest.raises(WeightsError, match=problem):
        read_families(tmp_path)


def test_a_folder_without_families_uses_the_project_s_and_a_change_is_noticed(tmp_path: Path) -> None:
    assert read_families(tmp_path) is read_families()
    file = tmp_path / "families.yaml"
    for number, word in enumerate(("n00000001", "n00000002")):
        file.write_text(f"a: [{word}]\n")
        os.utime(file, (number, number))
        assert read_families(tmp_path).by_word == {word: "a"}
