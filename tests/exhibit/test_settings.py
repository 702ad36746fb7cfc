"""The settings: from the file, from the environment, and never a reason not to start."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exhibit.settings import ROOT, Settings, load_settings


def write(folder: Path, text: str) -> Path:
    (folder / "exhibit.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_delivered_settings_have_no_problem_and_let_the_network_of_2012_answer_first():
    settings = load_settings(ROOT / "content", {})
    assert settings.problems == ()
    assert settings.networks[:2] == ("alexnet-2012", "alexnet-torchvision")
    assert settings.default_language in settings.languages


def test_the_file_overrides_the_built_in_values(tmp_path):
    settings = load_settings(write(tmp_path, "languages: [en, fr]\ndevice: cpu\n"), {})
    assert (settings.languages, settings.device) == (("en", "fr"), "cpu")
    assert settings.networks == Settings().networks


def test_the_environment_overrides_the_file(tmp_path):
    environment = {
        "EXHIBIT_LANGUAGES": "en, fr ,de",
        "EXHIBIT_DEVICE": "cuda:1",
        "EXHIBIT_PSEUDO_LANGUAGE": "1",
        "EXHIBIT_WEIGHTS_DIR": str(tmp_path / "w"),
        "OTHER": "ignored",
    }
    settings = load_settings(write(tmp_path, "languages: [en]\ndevice: cpu\n"), environment)
    assert settings.languages == ("en", "fr", "de")
    assert settings.device == "cuda:1"
    assert settings.pseudo_language is True
    assert settings.weights_dir == tmp_path / "w"
    assert settings.problems == ()


def test_the_content_folder_comes_from_the_environment(tmp_path):
    settings = load_settings(environ={"EXHIBIT_CONTENT_DIR": str(write(tmp_path, "device: mps\n"))})
    assert (settings.content_dir, settings.device) == (tmp_path, "mps")


def test_a_relative_weights_folder_starts_at_the_repository(tmp_path):
    assert load_settings(write(tmp_path, "weights_dir: weights\n"), {}).weights_dir == ROOT / "weights"


def test_without_a_file_the_built_in_values_stand_in_and_the_problem_is_told(tmp_path):
    settings = load_settings(tmp_path, {})
    assert settings.rooms == Settings().rooms
    assert [problem.kind for problem in settings.problems] == ["missing_file"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("devise: cpu\n", "unknown_setting"),
        ("device: toaster\n", "unknown_device"),
        ("rooms: {}\n", "not_a_list"),
        ("rooms: []\n", "empty_list"),
        ("default_language:\n", "empty_text"),
        ("device: [cpu]\n", "not_text"),
        ("content_dir: /elsewhere\n", "unknown_setting"),
        ("- a list\n", "not_fields"),
        ("device: [cpu\n", "missing_comma"),
    ],
)
def test_a_wrong_setting_is_told_and_its_built_in_value_stands_in(tmp_path, text, kind):
    settings = load_settings(write(tmp_path, text), {})
    assert [problem.kind for problem in settings.problems] == [kind]
    assert dataclasses.replace(settings, content_dir=Settings().content_dir, problems=()) == Settings()


def test_a_wrong_environment_variable_is_told_by_its_name(tmp_path):
    (problem,) = load_settings(write(tmp_path, "device: cpu\n"), {"EXHIBIT_DEVICE": "toaster"}).problems
    assert (problem.file, problem.value) == ("EXHIBIT_DEVICE", "toaster")


def test_the_default_language_is_always_among_the_languages(tmp_path):
    assert load_settings(write(tmp_path, "default_language: fr\nlanguages: [en]\n"), {}).languages == ("fr", "en")


def test_a_saved_change_shows_at_the_next_look_and_no_change_gives_the_same_object(tmp_path):
    first = load_settings(write(tmp_path, "device: cpu\n"), {})
    assert load_settings(tmp_path, {}) is first
    write(tmp_path, "device: mps\n")
    assert load_settings(tmp_path, {}).device == "mps"


def test_a_file_that_breaks_keeps_its_last_good_version(tmp_path):
    load_settings(write(tmp_path, "device: mps\n"), {})
    settings = load_settings(write(tmp_path, "device: mps\nlanguages: [\n"), {})
    assert settings.device == "mps"
    assert len(settings.problems) == 1


def test_a_link_gets_the_language_it_asks_for_or_else_the_default_one(tmp_path):
    settings = load_settings(write(tmp_path, "languages: [en, fr]\n"), {})
    assert [settings.language(asked) for asked in ("fr", "xx", "", None, "qps")] == ["fr", "en", "en", "en", "en"]
    with_pseudo = load_settings(tmp_path, {"EXHIBIT_PSEUDO_LANGUAGE": "true"})
    assert with_pseudo.language("qps") == "qps"


def test_settings_labels_and_words_import_neither_pydantic_nor_babel_nor_torch():
    code = """
import sys
from exhibit.content import Library
from exhibit.settings import load_settings
settings = load_settings()
Library.of(settings).words("en")("frame.brand")
print([name for name in ("pydantic", "babel", "torch", "streamlit", "alexnet") if name in sys.modules])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert shown.stdout.strip() == "[]"
