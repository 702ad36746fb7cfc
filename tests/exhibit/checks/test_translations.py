"""Two languages say the same: the check on numbers, links, parts and small print, and our own French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from exhibit.checks.check import check
from exhibit.checks.references import shown_texts
from exhibit.checks.translations import links, numbers
from exhibit.content import Library
from exhibit.content.small_print import needs_translation
from exhibit.settings import ROOT, load_settings
from small_content import SMALL_PRINT, WORDS, write_language, write_small_content, write_yaml


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The small content in English and French, with nothing wrong in it."""
    folder = write_small_content(tmp_path / "content")
    write_language(folder, "fr")
    write_yaml(folder / "exhibit.yaml", {"languages": ["en", "fr"], "networks": ["alexnet-2012"]})
    return folder


def found(content: Path) -> set[tuple[str, str, str, str]]:
    environment = {"EXHIBIT_WEIGHTS_DIR": str(content.parent / "weights")}
    problems = check(load_settings(content, environment), code=None)
    return {(problem.kind, problem.file, problem.field, problem.value) for problem in problems}


def change(content: Path, file: str, old: str, new: str) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def say_in_both(content: Path, english: str, french: str) -> None:
    """Give the story's last panel this text in each language."""
    for lang, text in (("en", english), ("fr", french)):
        book = {**WORDS["story"], "today": {**WORDS["story"]["today"], "text": text}}
        write_yaml(content / lang / "story.yaml", book)


def test_two_languages_that_agree_give_no_message(content):
    assert found(content) == set()


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("It missed 15.3% of 60,965,224.", "Il en a manqué 15,3\u00a0% sur 60\u202f965\u202f224."),
        ("4.69 × 10¹⁷ in 2012", "4,69 × 10¹⁷ en 2012"),
        ("arXiv 1207.0580, section 3.2", "arXiv 1207.0580, section 3.2"),
        ("23, 51 and 78", "23, 51 et 78"),
        ("about 1,000 of 3GB", "environ 1\u00a0000 de 3 Go"),
        ("the nets 141, 146.2009 and 145f", "les réseaux 141, 146.2009 et 145f"),
    ],
)
def test_the_same_number_may_be_written_in_each_language_s_own_way(content, english, french):
    say_in_both(content, english, french)
    assert found(content) == set()


def test_numbers_are_read_as_their_language_writes_them():
    assert numbers("1,500 of 12.5", "en") == {"1500", "12.5"}
    assert numbers("1\u202f500 de 12,5", "fr") == {"1500", "12.5"}
    assert numbers("{count:.0f} [here](/try?sample=cat2) conv1", "en") == {"1"}
    assert numbers("a language without rules: 1,500", "xx") == {"1500"}


def test_a_number_that_only_the_translation_has_is_told(content):
    say_in_both(content, "It missed 15.3%.", "Il en a manqué 15,8\u00a0%.")
    assert found(content) == {
        ("number_added", "fr/story.yaml", "today › text", "15.8"),
        ("number_missing", "fr/story.yaml", "today › text", "15.3"),
    }


def test_a_number_that_the_translation_has_lost_is_told(content):
    say_in_both(content, "It won in 2012.", "Il a gagné.")
    assert found(content) == {("number_missing", "fr/story.yaml", "today › text", "2012")}


def test_a_number_in_a_label_is_compared_too_but_not_the_digits_of_a_gap(content):
    write_yaml(content / "en/words/errors.yaml", {"photo_empty": "Up to {limit:.0f} of 20", "photo_too_slow": "Slow"})
    write_yaml(
        content / "fr/words/errors.yaml", {"photo_empty": "Au plus {limit:.1f} sur 25", "photo_too_slow": "Lent"}
    )
    assert found(content) == {
        ("number_added", "fr/words/errors.yaml", "photo_empty", "25"),
        ("number_missing", "fr/words/errors.yaml", "photo_empty", "20"),
    }


def test_a_link_that_leads_elsewhere_in_the_translation_is_told(content):
    change(content, "fr/story.yaml", "(/why)", "(/inside)")
    assert found(content) == {("links_differ", "fr/story.yaml", "problem › text", "/inside")}
    assert links("[a](/why) and [b](/why)") != links("[a](/why)")


def test_a_part_of_an_entry_that_one_language_lacks_is_told(content):
    change(content, "fr/story.yaml", "  more: Much more.\n", "")
    change(content, "fr/story.yaml", "  try: Try it\n", "  try: Essayez\n  correction: Erratum.\n")
    assert found(content) == {
        ("missing_part", "fr/story.yaml", "today › more", ""),
        ("extra_part", "fr/story.yaml", "problem › correction", ""),
    }


@pytest.mark.parametrize(
    ("file", "old", "field"),
    [
        ("methods.yaml", "occlusion:\n  name: occlusion\n  measures: This.\n  misleads: There.\n", "occlusion › name"),
        ("timeline.yaml", "  ideas: Ideas\n", "tracks › ideas"),
        ("notes.yaml", "  translation: tué\n", "killed › translation"),
        ("quotations.yaml", "  translation: Elle contient.\n", "layers › translation"),
    ],
)
def test_what_only_the_default_language_has_is_told(content, file, old, field):
    change(content, f"fr/{file}", old, "")
    assert ("missing_part", f"fr/{file}", field, "") in found(content)


def test_an_entry_without_words_is_told_once(content):
    change(content, "fr/story.yaml", "today:\n  title: Today\n  text: It goes on.\n  more: Much more.\n", "")
    assert found(content) == {("no_words", "fr/story.yaml", "today", "")}


def test_an_unfinished_language_may_lack_parts_but_its_numbers_must_be_right(content):
    settings = {"languages": ["en", "fr"], "unfinished": ["fr"], "networks": ["alexnet-2012"]}
    write_yaml(content / "exhibit.yaml", settings)
    change(content, "fr/story.yaml", "  more: Much more.\n", "  more: 12 fois plus.\n")
    (content / "fr/small_print.yaml").unlink()
    change(content, "fr/quotations.yaml", "  translation: Elle contient.\n", "")
    assert found(content) == {("number_added", "fr/story.yaml", "today › more", "12")}


def test_a_note_without_a_translation_is_told_with_the_file_it_stands_in(content):
    write_yaml(content / "fr/small_print.yaml", {k: v for k, v in SMALL_PRINT.items() if k != "A friend"})
    assert found(content) == {("missing_note", "fr/small_print.yaml", "", "A friend")}


def test_a_translation_of_a_note_that_stands_nowhere_is_told(content):
    write_yaml(content / "fr/small_print.yaml", {**SMALL_PRINT, "section twelve": "section douze"})
    assert found(content) == {("unused_note", "fr/small_print.yaml", "section twelve", "")}


def test_a_note_whose_number_changes_in_translation_is_told(content):
    write_yaml(content / "fr/small_print.yaml", {**SMALL_PRINT, "section 3": "section 4"})
    assert {problem[0] for problem in found(content)} == {"number_added", "number_missing"}


def test_the_small_print_must_be_there(content):
    (content / "fr/small_print.yaml").unlink()
    assert ("missing_file", "fr/small_print.yaml", "", "") in found(content)


@pytest.mark.parametrize("text", ["the paper, section 3", "arXiv 1404.5997, 23 April 2014", "Song Han and others"])
def test_notes_with_english_words_need_a_translation(text):
    assert needs_translation(text)


@pytest.mark.parametrize(
    "text", ["Alex Krizhevsky", "CC0", "layers/layer-params-110.cfg", "pytorch.org/vision", "2012"]
)
def test_names_addresses_and_numbers_need_none(text):
    assert not needs_translation(text)


def test_two_things_with_the_same_name_are_told(content):
    for lang in ("en", "fr"):
        write_yaml(content / lang / "classes.yaml", {"n02123045": "cat" + lang, "n02123046": "Cat" + lang})
    assert {kind for kind, *_ in found(content)} == {"double_name"}


def test_small_print_is_shown_in_the_visitor_s_language_and_exact_words_stay(content):
    library = Library(content, "en", ("en", "fr"))
    assert library.people("fr")[0].refs[0].place == "section 3"
    assert (library.credits("fr")[0].who, library.credits("en")[0].who) == ("Un ami", "A friend")
    said = library.quotations("fr")
    assert (said.quotations[0].words, said.quotations[0].translation) == ("It contains.", "Elle contient.")
    assert (said.misquotation.seed_words, said.misquotation.seed_translation) == (
        "Our network contains.",
        "Notre réseau contient.",
    )
    assert library.quotations("en").misquotation.seed_translation is None
    write_yaml(content / "fr/small_print.yaml", {**SMALL_PRINT, "section 3": "troisième section"})
    assert library.people("fr")[0].refs[0].place == "troisième section"
    assert library.people("en")[0].refs[0].place == "section 3"


def test_the_title_of_a_work_says_whether_it_is_the_work_s_own(content):
    library = Library(content, "en", ("en", "fr"))
    assert library.sources("fr")["P"].own_title
    write_yaml(content / "fr/small_print.yaml", {**SMALL_PRINT, "The paper": "L’article"})
    assert (library.sources("fr")["P"].title, library.sources("fr")["P"].own_title) == ("L’article", False)


def our_french() -> list[tuple[str, str, str]]:
    library = Library(ROOT / "content")
    notes = yaml.safe_load((ROOT / "content/fr/small_print.yaml").read_text(encoding="utf-8"))
    names = library.word_file("classes", "fr")
    return [
        *shown_texts(library, "fr"),
        *(("fr/small_print.yaml", key, text) for key, text in notes.items()),
        *(("fr/classes.yaml", key, text) for key, text in names.items()),
    ]


@pytest.mark.parametrize(
    ("slip", "what"),
    [
        (r"[^\W\d_]'[^\W\d_]", "a straight apostrophe"),
        (r"[ \u00a0][;:!?»](?=\s|$)", "an ordinary space before ; : ! ? »"),
        (r"«[^\u202f]", "no narrow space after «"),
        (r"[\w)]»|[\w)][;!?](?=\s|$)", "no space before ; ! ? »"),
        (r"\d ?%|\d\.\d+\u00a0?%", "a percentage written as in English"),
    ],
    ids=["apostrophe", "space-before", "opening-quote", "no-space", "percent"],
)
def test_our_french_is_set_as_french_is_printed(slip, what):
    texts = our_french()
    assert len(texts) > 1800
    wrong = [(file, field) for file, field, text in texts if re.search(slip, re.sub(r"`[^`]*`|\{\{.*?\}\}", "", text))]
    assert not wrong, f"{what}: {wrong}"


def test_our_french_has_a_name_for_each_of_the_thousand_classes():
    library = Library(ROOT / "content", "en", ("en", "fr"))
    french, english = library.word_file("classes", "fr"), library.word_file("classes", "en")
    assert french.keys() == english.keys()
    assert (french["n02123045"], french["n02099601"]) == ("chat tigré", "golden retriever")
