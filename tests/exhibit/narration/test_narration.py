"""What is read aloud: sentences, how they are spoken, and whether the audio says what the text says."""

from __future__ import annotations

import json
import shutil
import wave
from pathlib import Path

import pytest

from exhibit.checks import audio
from exhibit.content.load import Library
from exhibit.narration import manifest as shipped
from exhibit.narration import passages, recordings, render
from exhibit.narration.sentences import paragraphs, sentences
from exhibit.narration.speech import speakable
from exhibit.narration.voices import Voice
from exhibit.settings import ROOT, load_settings
from small_content import write_small_content

SETTINGS = load_settings(ROOT / "content", {})
MUSEUM = Library.of(SETTINGS)
FINISHED = [lang for lang in SETTINGS.languages if lang not in SETTINGS.unfinished]
ENGLISH = passages.pronunciation(MUSEUM, "en")
FRENCH = passages.pronunciation(Library(ROOT / "content", "en", ("en", "fr")), "fr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It learned. Then it won.", ["It learned.", "Then it won."]),
        ("It missed 15.3%. The next 26.2%.", ["It missed 15.3%.", "The next 26.2%."]),
        ("Geoffrey E. Hinton spoke. He left.", ["Geoffrey E. Hinton spoke.", "He left."]),
        ("See Krizhevsky et al. In 2012 it won.", ["See Krizhevsky et al. In 2012 it won."]),
        ("He said “It works.” Nobody moved.", ["He said “It works.”", "Nobody moved."]),
        ("Was it new? (No.) 1989 was early!", ["Was it new?", "(No.)", "1989 was early!"]),
        ("Vraiment\u202f? «\u00a0Oui.\u00a0» Et après.", ["Vraiment\u202f?", "«\u00a0Oui.\u00a0»", "Et après."]),
        ("Élan. Été 2012.", ["Élan.", "Été 2012."]),
        ("conv1 … conv5 and no end", ["conv1 … conv5 and no end"]),
    ],
)
def test_a_paragraph_is_cut_where_its_sentences_end(text, expected):
    assert list(sentences(text, ["et al.", "Dr."])) == expected


def test_markdown_leaves_no_sign_in_what_is_read():
    text = "**The gap.** It *was* [10.9 points](/facts?x=1)\nwide, says `layer.py`.\n\n- One * two\n- Two\n\n## Three"
    assert paragraphs(text) == ("The gap. It was 10.9 points wide, says layer.py.", "One * two", "Two", "Three")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It missed 15.3%.", "It missed 15.3 percent."),
        ("60,965,224 weights (1,000 names)", "60965224 weights, 1000 names"),
        ("A GPU, two GPUs, no GPUX.", "A G P U, two G P U's, no GPUX."),
        ("AlexNet’s rival", "Alex net’s rival"),
        ("2009–2012 and 55 × 55", "2009 to 2012 and 55 by 55"),
        ("They said “it works” – twice.", "They said it works, twice."),
        ("Fei-Fei Li; and 3 GB.", "Fay Fay Li, and 3 gigabytes."),
    ],
)
def test_english_is_spoken_without_signs_and_short_forms(written, spoken):
    assert speakable(written, ENGLISH, ",") == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Il a raté 15,3\u202f% des photos.", "Il a raté 15,3 pour cent des photos."),
        ("60\u202f965\u202f224 poids, 1\u00a0000 noms", "60965224 poids, 1000 noms"),
        ("«\u00a0Un GPU\u00a0», dit-il\u00a0: oui.", "Un G P U, dit-il: oui."),
    ],
)
def test_french_is_spoken_without_signs_and_short_forms(written, spoken):
    assert speakable(written, FRENCH, "\u202f") == spoken


@pytest.mark.parametrize("lang", FINISHED)
def test_every_text_has_audio_that_says_just_that(lang):
    assert list(audio.shipped_problems(MUSEUM, lang)) == []
    shelf = shipped.read_manifest(lang)
    assert shelf.clips.keys() == {passages.WELCOME, *(panel.id for panel in MUSEUM.story(lang))}


@pytest.mark.parametrize("lang", FINISHED)
def test_sentences_begin_one_after_the_other_within_the_audio(lang):
    for name, clip in shipped.read_manifest(lang).clips.items():
        assert list(clip.starts) == sorted(set(clip.starts)), name
        assert 0 <= clip.starts[0] < clip.starts[-1] < clip.duration, name


def test_the_audio_stays_below_twelve_megabytes_and_is_the_only_thing_served():
    files = [path for path in (ROOT / "app" / "static").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 12e6
    assert {path.suffix for path in files} <= {".mp3", ".json", ".md"}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = write_small_content(tmp_path / "content")
    (folder / "en/words/welcome.yaml").write_text("lead: Good morning.\n", "utf-8")
    return Library(folder)


def passage_of(library: Library) -> passages.Passage:
    return passages.of_panel(library, "en", library.story("en")[0])


def beep(sentence: str, target: Path) -> None:
    """A voice that hums a twentieth of a second for each letter, with a tenth of a second of silence around it."""
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        hum = b"\x00\x20\x00\xe0" * (200 * len(sentence))
        file.writeframes(b"\0\0" * 800 + hum + b"\0\0" * 800)


def shelve(library: Library, folder: Path) -> None:
    """An audio folder that fits every text of the library; the files hold anything but audio."""
    (folder / "en").mkdir(parents=True)
    clips = {}
    for passage in passages.all_passages(library, "en"):
        (folder / "en" / f"{passage.id}.mp3").write_bytes(passage.id.encode())
        starts = tuple(float(i) for i, _ in enumerate(passage.sentences))
        digest = shipped.digest(folder / "en" / f"{passage.id}.mp3")
        clips[passage.id] = shipped.Clip(f"{passage.id}.mp3", passage.fingerprint("hum"), digest, 99.0, starts)
    shipped.write_manifest("en", shipped.AudioManifest("hum", clips), folder)


def kinds(library: Library, folder: Path) -> set[tuple[str, str]]:
    found = audio.shipped_problems(library, "en", folder)
    return {(problem.kind, problem.field) for problem in found if problem.kind != "missing_file"}


def test_a_changed_word_makes_its_audio_stale_and_no_other(library, tmp_path):
    shelve(library, tmp_path / "audio")
    panel = library.story("en")[0]
    assert kinds(library, tmp_path / "audio") == set()
    file = library.folder / "en" / "story.yaml"
    file.write_text(file.read_text("utf-8").replace(panel.text, panel.text + " Or not."), "utf-8")
    assert kinds(library, tmp_path / "audio") == {("narration_stale", panel.id)}
    assert shipped.find_clip(passage_of(library), tmp_path / "audio") is None


def test_a_changed_pronunciation_makes_audio_stale(library, tmp_path):
    shelve(library, tmp_path / "audio")
    word = passage_of(library).sentences[0].text.split()[0]
    (library.folder / "en" / passages.PRONUNCIATION).write_text(f"{word}: otherwise\n", "utf-8")
    assert ("narration_stale", passage_of(library).id) in kinds(library, tmp_path / "audio")


def test_audio_that_is_gone_or_exchanged_or_left_over_is_told(library, tmp_path):
    shelve(library, tmp_path / "audio")
    (tmp_path / "audio/en/problem.mp3").write_bytes(b"something else")
    (tmp_path / "audio/en/today.mp3").unlink()
    manifest = tmp_path / "audio/en/manifest.json"
    data = json.loads(manifest.read_text("utf-8"))
    data["clips"]["old"] = data["clips"]["today"]
    del data["clips"]["welcome"]
    manifest.write_text(json.dumps(data), "utf-8")
    assert kinds(library, tmp_path / "audio") == {
        ("narration_changed", "problem"),
        ("narration_changed", "today"),
        ("narration_left_over", "old"),
        ("narration_missing", "welcome"),
    }


def test_a_broken_manifest_is_as_good_as_none(library, tmp_path):
    shelve(library, tmp_path / "audio")
    (tmp_path / "audio/en/manifest.json").write_text("{", "utf-8")
    assert shipped.find_clip(passage_of(library), tmp_path / "audio") is None


def test_a_curator_s_recording_is_found_with_the_times_that_fit(library):
    passage = passage_of(library)
    assert recordings.find_recording(library.folder, passage) is None
    folder = recordings.audio_folder(library.folder, "en")
    folder.mkdir()
    for ending in (".opus", ".mp3"):
        (folder / f"{passage.id}{ending}").write_bytes(b"sound")
    found = recordings.find_recording(library.folder, passage)
    assert found == recordings.Recording(folder / f"{passage.id}.mp3", None)
    starts = [1.5 * i for i, _ in enumerate(passage.sentences)]
    (folder / f"{passage.id}.yaml").write_text(f"starts: {starts}\n", "utf-8")
    assert recordings.find_recording(library.folder, passage) == recordings.Recording(found.path, tuple(starts))


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("problem.flac", "sound", "narration_kind"),
        ("nobody.mp3", "sound", "narration_of_nothing"),
        ("problem.yaml", "starts: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", "narration_times"),
        ("problem.yaml", "starts: [3, 1]", "narration_starts"),
        ("problem.yaml", "begins: 3", "narration_starts"),
    ],
)
def test_a_curator_s_slip_with_a_recording_is_told(library, name, text, kind):
    folder = recordings.audio_folder(library.folder, "en")
    folder.mkdir()
    (folder / name).write_text(text, "utf-8")
    found = audio.problems(library, load_settings(library.folder, {}), None)
    assert [(problem.kind, problem.file) for problem in found] == [(kind, f"en/audio/{name}")]


def test_words_that_stand_in_for_another_language_are_read_in_their_own(tmp_path):
    folder = write_small_content(tmp_path / "content")
    (folder / "fr").mkdir()
    library = Library(folder, "en", ("en", "fr"), ("fr",))
    assert passages.of_panel(library, "fr", library.story("fr")[0]).language == "en"
    assert list(passages.all_passages(library, "fr")) == []


@pytest.mark.skipif(shutil.which("lame") is None, reason="lame, which writes MP3, is needed to make audio only")
def test_audio_made_of_sentences_knows_when_each_begins(tmp_path):
    words = (("ab.", True), ("abcd.", False), ("a.", True))
    said = tuple(passages.Sentence(text, text, begins) for text, begins in words)
    clip = render.render(passages.Passage("p", "en", said), Voice("hum", (), beep), tmp_path)
    trimmed = [0.05 * len(sentence.spoken) + 2 * 0.03 for sentence in said]
    first = render.EDGE_PAUSE
    second = first + trimmed[0] + render.SENTENCE_PAUSE
    third = second + trimmed[1] + render.PARAGRAPH_PAUSE
    assert clip.starts == pytest.approx([first, second, third], abs=0.02)
    assert clip.sha256 == shipped.digest(tmp_path / "p.mp3") != ""
