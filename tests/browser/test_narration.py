"""The exhibit reads aloud: it plays, marks what it says, tells that it plays, and stops when nobody listens."""

import shutil

import pytest
from playwright.sync_api import Browser, Locator

from browser.museum import ROOT, open_museum
from browser.visitor import Visitor, visitor_in

PLAYING = "document.documentElement.dataset.narration === 'playing'"
SILENT = "document.documentElement.dataset.narration === undefined"
NOTE_EVENTS = """
window.heard = [];
document.addEventListener("exhibit:narration", (event) => window.heard.push(event.detail.playing));
"""
# A device with voices: what is spoken is noted, and each sentence takes a tenth of a second.
VOICES = """
window.spoken = [];
const voices = %s.map(([name, localService]) => ({ name, localService, lang: "en-GB", voiceURI: name, default: true }));
class Utterance { constructor(text) { this.text = text; } }
const synthesis = {
  getVoices: () => voices,
  cancel() { clearTimeout(this.end); },
  speak(words) {
    window.spoken.push([words.voice.name, words.text]);
    words.onstart();
    this.end = setTimeout(() => words.onend(), 100);
  },
};
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
window.SpeechSynthesisUtterance = Utterance;
"""


@pytest.fixture
def listener(visitor: Visitor) -> Visitor:
    """A visitor in the story, on a device without a voice of its own."""
    visitor.page.add_init_script(NOTE_EVENTS)
    visitor.open("story")
    return visitor


def player(visitor: Visitor, number: int = 0) -> Locator:
    """One of the players in the room, from the top."""
    return visitor.page.locator("[class*='st-key-narration']").nth(number)


def press(visitor: Visitor, name: str, number: int = 0) -> None:
    player(visitor, number).locator(f".{name}").click()


def marked(visitor: Visitor, number: int = 0) -> str:
    """The sentence that is marked as being spoken."""
    return player(visitor, number).locator("[aria-current]").inner_text()


def sound_files(visitor: Visitor) -> list[str]:
    return [url for url in visitor.requests if ".mp3" in url]


def test_the_shipped_voice_reads_and_marks_each_sentence_as_it_comes(listener):
    assert sound_files(listener) == [], "no sound is fetched before somebody asks for it"
    press(listener, "play")
    listener.page.wait_for_function(PLAYING)
    first = marked(listener)
    assert player(listener).locator(".player").get_attribute("data-voice") == "shipped"
    player(listener).locator("[aria-current]").filter(has_not_text=first).wait_for()
    assert len(set(sound_files(listener))) == 1
    press(listener, "play")
    listener.page.wait_for_function(SILENT)
    assert listener.page.evaluate("window.heard") == [True, False]


def test_reading_ends_at_the_end_and_can_begin_again(listener):
    press(listener, "play")
    sentences = player(listener).locator(".transcript span")
    for _ in range(sentences.count() - 1):
        press(listener, "next")
    assert marked(listener) == sentences.last.inner_text()
    listener.page.wait_for_function(SILENT)
    assert player(listener).locator("[aria-current]").count() == 0
    press(listener, "play")
    assert marked(listener) == sentences.first.inner_text()


def test_a_keyboard_is_enough(listener):
    player(listener).locator(".play").focus()
    listener.page.keyboard.press("Enter")
    listener.page.wait_for_function(PLAYING)
    sentences = player(listener).locator(".transcript span")
    listener.page.keyboard.press("ArrowRight")
    assert marked(listener) == sentences.nth(1).inner_text()
    listener.page.keyboard.press("Shift+Tab")
    listener.page.keyboard.press("Enter")
    assert marked(listener) == sentences.first.inner_text()


def test_only_one_voice_is_heard_at_a_time(listener):
    press(listener, "play")
    press(listener, "play", 1)
    assert player(listener).locator(".player").get_attribute("data-state") == "paused"
    assert player(listener, 1).locator(".player").get_attribute("data-state") == "playing"


def test_it_stops_when_the_visitor_leaves_the_room(listener):
    press(listener, "play")
    listener.page.wait_for_function(PLAYING)
    listener.walk_to("people")
    assert listener.page.evaluate(SILENT)
    assert listener.page.evaluate("window.heard") == [True, False]


def test_it_pauses_when_the_page_is_hidden(listener):
    press(listener, "play")
    listener.page.wait_for_function(PLAYING)
    listener.page.evaluate(
        "() => { Object.defineProperty(document, 'hidden', { value: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    assert listener.page.evaluate(SILENT)
    assert player(listener).locator(".player").get_attribute("data-state") == "paused"


def test_the_speed_is_kept_for_the_visit_and_no_longer(listener):
    press(listener, "play")
    player(listener).locator("select").select_option("1.5")
    listener.walk_to("welcome")
    press(listener, "play")
    assert player(listener).locator("select").input_value() == "1.5"
    listener.page.reload()
    listener.settle()
    press(listener, "play")
    assert player(listener).locator("select").input_value() == "1"


def test_every_control_is_large_enough_for_a_finger(listener):
    press(listener, "play")
    for part in player(listener).locator("button, select").all():
        box = part.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, part


def test_the_device_s_own_voice_comes_before_the_shipped_one(visitor):
    visitor.page.add_init_script(VOICES % '[["Far", false], ["Near", true]]')
    visitor.open("story")
    press(visitor, "play")
    visitor.page.wait_for_function("window.spoken.length > 2")
    assert {name for name, _ in visitor.page.evaluate("window.spoken")} == {"Near"}
    visitor.page.wait_for_function(SILENT)
    said = [text for _, text in visitor.page.evaluate("window.spoken")]
    assert len(said) == player(visitor).locator(".transcript span").count()
    assert sound_files(visitor) == []


def test_a_voice_that_would_send_words_away_is_never_used(visitor):
    visitor.page.add_init_script(VOICES % '[["Far", false]]')
    visitor.open("story")
    press(visitor, "play")
    visitor.page.wait_for_function(PLAYING)
    assert player(visitor).locator(".player").get_attribute("data-voice") == "shipped"
    assert visitor.page.evaluate("window.spoken") == []


def test_a_curator_s_recording_is_heard_before_any_other_voice(browser: Browser, tmp_path):
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    (content / "en" / "audio").mkdir(exist_ok=True)
    shutil.copy(ROOT / "app/static/audio/en/welcome.mp3", content / "en/audio/welcome.mp3")
    with (
        open_museum(tmp_path / "museum", EXHIBIT_CONTENT_DIR=str(content)) as museum,
        visitor_in(browser, museum) as visitor,
    ):
        visitor.page.add_init_script(VOICES % '[["Near", true]]')
        visitor.open("welcome")
        press(visitor, "play")
        first = marked(visitor)
        assert player(visitor).locator(".player").get_attribute("data-voice") == "recorded"
        player(visitor).locator("[aria-current]").filter(has_not_text=first).wait_for()
        assert all("/media/" in url for url in sound_files(visitor))
        assert visitor.page.evaluate("window.spoken") == []
