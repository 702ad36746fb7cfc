"""The mistakes that curators make, one file each in broken/, and the one clear message that each gets."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

from exhibit import room_table
from exhibit.checks.check import check, main
from exhibit.content import Library
from exhibit.files.problems import Problem, describe, remedy
from exhibit.settings import ROOT, load_settings
from small_content import write_language, write_small_content, write_yaml

BROKEN = Path(__file__).parents[1] / "broken"

# fixture, the content file it replaces, kind of problem, line, what the field must contain, what the value must contain
MISTAKES = [
    # The file as a whole
    ("tab", "en/people.yaml", "tab", 3, "", "life: A life."),
    ("utf-16", "en/people.yaml", "utf16", 0, "", ""),
    ("latin-1", "en/people.yaml", "not_utf8", 3, "", ""),
    ("empty-file", "en/people.yaml", "empty_file", 0, "", ""),
    ("missing-comma", "timeline.yaml", "missing_comma", 2, "", "{year: 2012 month: 10}"),
    ("missing-colon", "en/people.yaml", "missing_colon", 2, "", "role Author"),
    ("colon-in-text", "en/people.yaml", "colon_in_text", 3, "", "One thing: he"),
    ("open-quote", "en/people.yaml", "open_quote", 2, "", 'role: "Author'),
    ("text-after-quote", "en/people.yaml", "open_quote", 2, "", 'role: "Author" of'),
    ("indentation", "en/people.yaml", "indentation", 3, "", "life: A life."),
    ("indentation-of-list", "people.yaml", "indentation", 3, "", "refs:"),
    ("at-sign", "en/people.yaml", "bad_character", 2, "", "role: @author"),
    ("doubled-field", "en/words/common.yaml", "doubled_field", 4, "", "hello"),
    ("smart-quotes-and-colon", "en/people.yaml", "smart_quotes", 3, "", "“One thing: he was there.”"),
    # Fields
    ("missing-field", "en/people.yaml", "missing_field", 1, "alex › life", ""),
    ("misspelt-field", "en/people.yaml", "misspelt_field", 3, "alex › lief", "A life."),
    ("unknown-field", "people.yaml", "unknown_field", 3, "alex › shoesize", "44"),
    ("empty-text", "en/people.yaml", "empty_text", 3, "alex › life", ""),
    ("not-a-list", "people.yaml", "not_a_list", 0, "", "alex"),
    ("words-not-fields", "en/words/common.yaml", "not_fields", 1, "", "Hello"),
    ("list-for-text", "en/words/common.yaml", "not_text", 2, "hello", "you"),
    ("bad-id", "people.yaml", "bad_id", 3, "alex › refs › 1. › source", "the paper"),
    ("smart-quotes-around-id", "people.yaml", "smart_quotes", 1, "“alex” › id", "“alex”"),
    ("smart-quotes-around-text", "en/people.yaml", "smart_quotes", 2, "alex › role", "“Author”"),
    ("comma-in-text", "people.yaml", "comma_in_text", 4, "two towers", ""),
    ("comma-for-point", "errors.yaml", "not_a_number", 4, "2012 › error", "16,4"),
    ("error-above-hundred", "errors.yaml", "out_of_range", 4, "2012 › error", "164"),
    ("wrong-day", "timeline.yaml", "wrong_date", 2, "results › date", "30"),
    ("wrong-month", "timeline.yaml", "wrong_date", 2, "results › date", "13"),
    ("wrong-date-words", "timeline.yaml", "wrong_date", 2, "results › date", "October 2012"),
    ("wrong-span", "timeline.yaml", "wrong_date", 2, "results › date", "2011"),
    ("unknown-track", "timeline.yaml", "not_one_of", 3, "results › track", "contests"),
    # Claims and their sources
    ("no-source", "people.yaml", "no_source", 1, "alex › refs", ""),
    ("empty-source-list", "people.yaml", "no_source", 3, "alex › refs", ""),
    ("unknown-source", "people.yaml", "unknown_source", 4, "alex › refs › source", "Q"),
    ("no-certainty", "people.yaml", "missing_field", 4, "certainty", ""),
    ("wrong-certainty", "people.yaml", "not_one_of", 4, "certainty", "sure"),
    ("quotation-without-place", "quotations.yaml", "no_place", 2, "layers › refs › place", ""),
    ("missing-claim", "seed.yaml", "missing_claim", 0, "", "37"),
    # Entries that belong together
    ("doubled-id", "people.yaml", "doubled_id", 4, "id", "alex"),
    ("words-without-item", "en/people.yaml", "words_without_item", 4, "ilya", ""),
    ("image-without-words", "en/samples.yaml", "image_without_words", 0, "cat", ""),
    ("image-without-alt", "en/samples.yaml", "missing_field", 1, "cat › alt", ""),
    ("missing-image", "samples.yaml", "missing_image", 2, "cat › file", "dog.jpg"),
    ("unknown-room", "story.yaml", "unknown_room", 3, "problem › experiment › room", "cellar"),
    ("unknown-parameter", "story.yaml", "unknown_parameter", 3, "problem › experiment", "colour"),
    ("unknown-sample", "story.yaml", "unknown_value_of", 3, "params › sample", "dog"),
    ("link-to-nowhere", "en/story.yaml", "unknown_room", 3, "problem › text", "/cellar"),
    ("open-brace", "en/words/common.yaml", "brace", 2, "hello", "Hello {name"),
    # Settings
    ("setting-unknown", "exhibit.yaml", "unknown_setting", 1, "langauges", "en"),
    ("setting-wrong-device", "exhibit.yaml", "unknown_device", 1, "device", "toaster"),
    ("setting-empty-list", "exhibit.yaml", "empty_list", 1, "rooms", ""),
    ("setting-unknown-room", "exhibit.yaml", "unknown_room", 1, "rooms", "cellar"),
    ("setting-no-language-folder", "exhibit.yaml", "no_language_folder", 1, "languages", "fr"),
    ("setting-unknown-network", "exhibit.yaml", "unknown_value_of", 1, "networks", "lenet"),
]
FINE = [
    ("fine-windows-lines", "en/people.yaml"),
    ("fine-byte-order-mark", "en/people.yaml"),
    ("fine-curved-quotes-inside", "en/people.yaml"),
    ("fine-no-is-a-word", "en/words/common.yaml"),
]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_small_content(tmp_path / "content")


def problems_in(content: Path) -> tuple[Problem, ...]:
    environment = {"EXHIBIT_WEIGHTS_DIR": str(content.parent / "weights")}
    return check(load_settings(content, environment), code=None)


def own_words():
    return Library(ROOT / "content").words("en")


def test_content_that_is_right_gives_no_message(content):
    assert problems_in(content) == ()


@pytest.mark.parametrize(("fixture", "file", "kind", "line", "field", "value"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_gives_one_clear_message(content, fixture, file, kind, line, field, value):
    shutil.copy(BROKEN / f"{fixture}.yaml", content / file)
    if fixture == "missing-image":
        (content / "samples" / "cat.jpg").unlink()
    problems = problems_in(content)
    assert len(problems) == 1, "\n".join(map(str, problems))
    problem = problems[0]
    assert (problem.kind, problem.file, problem.line) == (kind, file, line)
    assert field in problem.field
    assert value in problem.value
    message = describe(problem, own_words())
    assert message.startswith(f"{file}:{line} " if line and problem.field + problem.value else file)
    assert problem.field in message
    assert problem.value in message


@pytest.mark.parametrize(("fixture", "file"), FINE, ids=[name for name, _ in FINE])
def test_what_does_no_harm_is_accepted(content, fixture, file):
    shutil.copy(BROKEN / f"{fixture}.yaml", content / file)
    assert problems_in(content) == ()


def test_every_broken_file_has_its_test():
    assert {path.stem for path in BROKEN.iterdir()} == {m[0] for m in MISTAKES} | {name for name, _ in FINE}


def test_every_kind_of_problem_has_a_sentence_with_all_gaps_filled():
    words = own_words()
    for kind in sorted(kinds_in_the_code()):
        assert f"check.{kind}" in words, f"content/en/words/check.yaml lacks a sentence for {kind}"
    details = {"name": "x", "suggestion": "y", "expected": "z", "other": "o", "list": "l", "code": "c", "command": "m"}
    for kind in kinds_in_the_code():
        assert "{" not in re.sub(
            r"\{(this|year)[^}]*\}", "", remedy(Problem(kind, "f", 1, "a", "v", details), words)
        ), kind


def _python(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def kinds_in_the_code() -> set[str]:
    """The first argument of each Problem(...), the kinds in tables, and the kinds that settings raise by name."""
    found: set[str] = set()
    for path in [
        path for part in ("checks", "content", "files", "settings.py") for path in _python(ROOT / "app/exhibit" / part)
    ]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and node.args:
                found |= {n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)} - {None}
    from exhibit.content.schema import error_messages
    from exhibit.files import yaml

    found |= {kind for _, kind in yaml._COMPLAINTS} | set(error_messages._KINDS.values())
    found |= {"not_yaml", "smart_quotes", "no_source", "not_a_number", "out_of_range", "wrong_value", "not_a_list"}
    found |= {"comma_in_text", "misspelt_field", "unknown_field", "unknown_device", "not_true_or_false", "not_text"}
    return {kind for kind in found if re.fullmatch("[a-z_0-9]+", str(kind))} - {"samples"}


def test_a_language_must_have_every_file_and_every_word(content):
    write_yaml(content / "exhibit.yaml", {"languages": ["en", "fr"], "networks": ["alexnet-2012"]})
    write_language(content, "fr")
    assert problems_in(content) == ()
    (content / "fr" / "people.yaml").unlink()
    write_yaml(content / "fr" / "words" / "common.yaml", {"about_date": "vers {date}", "hello": "Bonjour {nom}"})
    found = {(p.kind, p.file, p.field) for p in problems_in(content)}
    assert found == {
        ("missing_file", "fr/people.yaml", ""),
        ("missing_label", "fr/words/common.yaml", "plain"),
        ("unknown_gap", "fr/words/common.yaml", "hello"),
        ("missing_gap", "fr/words/common.yaml", "hello"),
    }


def test_an_unfinished_language_may_lack_files_and_words(content):
    settings = {"languages": ["en", "fr"], "unfinished": ["fr"], "networks": ["alexnet-2012"]}
    write_yaml(content / "exhibit.yaml", settings)
    write_yaml(content / "fr" / "people.yaml", {"alex": {"role": "Auteur", "life": "Une vie."}})
    assert problems_in(content) == ()


def test_a_file_with_a_slip_in_its_name_is_told(content):
    (content / "en" / "people.yaml").rename(content / "en" / "peeple.yaml")
    assert {(p.kind, p.file) for p in problems_in(content)} == {
        ("stray_file", "en/peeple.yaml"),
        ("missing_file", "en/people.yaml"),
    }


def test_a_class_without_a_name_is_told(content):
    (content.parent / "weights" / "classes-1.txt").write_text("n02123045\nn09999999\n", encoding="utf-8")
    write_yaml(content.parent / "weights" / "families.yaml", {"cat": ["n02123045", "n09999999"]})
    (problem,) = problems_in(content)
    assert (problem.kind, problem.file, problem.value) == ("missing_classes", "en/classes.yaml", "n09999999")


def test_a_photo_that_nobody_lists_is_told(content):
    shutil.copy(content / "samples" / "cat.jpg", content / "samples" / "dog.jpg")
    assert [(p.kind, p.value) for p in problems_in(content)] == [("image_not_listed", "dog.jpg")]


def test_labels_and_code_must_agree(content, tmp_path):
    (tmp_path / "rooms").mkdir()
    code = """
words("common.helo")
words("common.hello", nom="x")
say(f"errors.{reason}")
TABLE = ("common.about_date",)
"""
    (tmp_path / "rooms" / "room.py").write_text(code, encoding="utf-8")
    environment = {"EXHIBIT_WEIGHTS_DIR": str(tmp_path / "weights")}
    found = {(p.kind, p.field) for p in check(load_settings(content, environment), code=tmp_path)}
    assert found == {("missing_key", "helo"), ("unknown_gap", "hello"), ("unused_key", "plain")}


def test_the_command_says_in_one_line_that_all_is_well(content, monkeypatch, capsys):
    shutil.copy(ROOT / "content/en/words/check.yaml", content / "en/words/check.yaml")
    monkeypatch.setenv("EXHIBIT_CONTENT_DIR", str(content))
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(content.parent / "weights"))
    monkeypatch.setattr("exhibit.checks.check._code_problems", lambda *_: ())
    assert main([]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_the_command_fails_with_the_messages_where_something_is_wrong(content, monkeypatch, capsys):
    shutil.copy(ROOT / "content/en/words/check.yaml", content / "en/words/check.yaml")
    shutil.copy(BROKEN / "wrong-day.yaml", content / "timeline.yaml")
    monkeypatch.setenv("EXHIBIT_CONTENT_DIR", str(content))
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(content.parent / "weights"))
    assert main([]) == 1
    assert (
        "timeline.yaml:2 | field: results › date | stands there: {year: 2012, month: 2, day: 30}"
        in capsys.readouterr().out
    )


def test_the_exhibit_s_own_content_is_in_order():
    problems = check(load_settings(ROOT / "content", {}))
    assert not problems, "\n\n".join(describe(problem, own_words()) for problem in problems)


def test_the_table_of_rooms_knows_the_science_s_methods_and_layers_and_every_script():
    from alexnet.layers import LAYERS as ALL_LAYERS
    from alexnet.saliency import METHODS

    assert tuple(METHODS) == room_table.METHODS
    assert set(room_table.LAYERS) < set(ALL_LAYERS)
    assert {path.stem for path in (ROOT / "app/rooms").glob("*.py")} == set(room_table.ALL)


def test_a_link_may_ask_a_room_only_what_that_room_understands(content):
    links = {"right": "/inside?layer=conv5", "foreign": "/story?layer=conv5", "wrong": "/inside?layer=conv9"}
    write_yaml(content / "en/words/links.yaml", {key: f"[there]({link})" for key, link in links.items()})
    found = [problem for problem in check(load_settings(content, {})) if problem.kind.startswith("unknown_")]
    assert [(problem.field, problem.kind) for problem in found] == [
        ("foreign", "unknown_parameter"),
        ("wrong › layer", "unknown_value_of"),
    ]
