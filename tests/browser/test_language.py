"""No word that a visitor reads stands in the program: in the pseudo-language every one of them changes.

In that language all of content wears accents and brackets, ⟦ļíķé ţĥíš⟧, and what looks ordinary came from elsewhere.
"""

import re
from collections.abc import Iterator

import pytest
import yaml
from babel import Locale
from playwright.sync_api import Browser, expect

from browser.museum import ROOT, Museum, open_museum
from browser.rooms import ROOMS
from browser.visitor import Visitor, visitor_in
from exhibit.files.pseudo import PSEUDO_LANGUAGE, plain_words

# Everything that can be read or heard: texts in order, and the attributes that are read aloud or shown on pointing.
# Not the names of icons, drawn as pictures; nor a model card, a document in its own language; nor the
# names of the languages, each in its own.
READABLE = """() => {
    const LEFT_OUT = 'style, script, noscript, [data-testid=stIconMaterial], [class*=st-key-model-card], '
        + '.st-key-language button';
    const found = [document.title];
    const read = (node) => {
        if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent);
        if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) return;
        for (const name of ['aria-label', 'alt', 'title', 'placeholder', 'aria-description'])
            if (node.getAttribute(name)) found.push(node.getAttribute(name));
        [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].forEach(read);
    };
    read(document.body);
    return found.map((text) => text.trim()).filter(Boolean);
}"""
# Streamlit's own words, which cannot be translated from outside (see the accessibility statement in the room About).
STREAMLIT = re.compile(
    r"Skip to main content|Upload|file upload|\d+MB per file|Open|Choose an option|Increment|Decrement|Shortcut [←→]"
)
STREAMLIT_PREFIX = re.compile(r"^Fullscreen: ")
# The names of months come from Babel's tables; a language that it does not know gets the English ones.
MONTHS = {
    name
    for locale in (Locale("en"), Locale("en", "GB"))
    for width in ("wide", "abbreviated")
    for name in locale.months["format"][width].values()
}


@pytest.fixture(scope="module")
def foreign_museum(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Museum]:
    """A museum that offers the pseudo-language."""
    with open_museum(tmp_path_factory.mktemp("foreign"), EXHIBIT_PSEUDO_LANGUAGE="1") as running:
        yield running


def leaves(value: object) -> Iterator[str]:
    """Every text of a content file, however deep."""
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, str):
        yield value


@pytest.fixture(scope="module")
def kept() -> set[str]:
    """Words that stay as they are in every language: names, titles of sources, quotations. They lie beside the folders
    of the languages."""
    texts = (
        text
        for file in (*(ROOT / "content").glob("*.yaml"), ROOT / "weights" / "manifest.yaml")
        for text in leaves(yaml.safe_load(file.read_text(encoding="utf-8")))
    )
    return {word for text in texts for word in re.findall(r"[A-Za-z]{3,}", text)}


def strange_words(visitor: Visitor, kept: set[str]) -> set[str]:
    """The texts of the page that did not come from content."""
    texts = {STREAMLIT_PREFIX.sub("", text) for text in visitor.page.evaluate(READABLE)}
    ours = {text for text in texts if not STREAMLIT.fullmatch(text)}
    return {text[:120] for text in ours if not set(plain_words(text)) <= kept | MONTHS}


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_every_word_comes_from_content(browser: Browser, foreign_museum: Museum, kept: set[str], filled: bool) -> None:
    found = []
    with visitor_in(browser, foreign_museum) as visitor:
        visitor.open("try_it", lang=PSEUDO_LANGUAGE)
        if filled:
            visitor.choose_sample()
        for room in ROOMS:
            visitor.walk_to(room)
            expect(visitor.page.locator("html")).to_have_attribute("lang", PSEUDO_LANGUAGE)
            found += [f"{room}: {text}" for text in strange_words(visitor, kept)]
    assert not found, "\n".join(found)


def test_the_language_stays_from_room_to_room(browser: Browser, foreign_museum: Museum) -> None:
    with visitor_in(browser, foreign_museum) as visitor:
        visitor.open("welcome", lang=PSEUDO_LANGUAGE)
        for room in ROOMS:
            visitor.walk_to(room)
            assert f"lang={PSEUDO_LANGUAGE}" in visitor.page.url
            assert "⟦" in visitor.page.locator("h1").inner_text()


def test_a_language_that_the_museum_does_not_speak_falls_back(visitor: Visitor) -> None:
    visitor.open("welcome", lang="tlh")
    heading = visitor.page.locator("h1").inner_text()
    visitor.open("welcome")
    assert visitor.page.locator("h1").inner_text() == heading


def test_the_language_switch_works_by_keyboard_and_keeps_room_parameters_and_photo(visitor: Visitor) -> None:
    visitor.open("try_it")
    visitor.choose_sample("coffee")
    english, french = (visitor.inside("language").get_by_role("radio", name=name) for name in ("English", "Français"))
    french.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "fr")
    visitor.settle()
    assert {"lang=fr", "sample=coffee"} <= set(visitor.page.url.partition("?")[2].split("&"))
    visitor.inside("chosen-coffee").wait_for()
    expect(french).to_have_attribute("lang", "fr")
    expect(english).to_have_attribute("lang", "en")
    picker = visitor.inside("photo-picker")
    expect(picker.get_by_text("20 Mo par fichier")).to_be_visible()
    english.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    expect(picker.get_by_text("20MB per file")).to_be_visible()
