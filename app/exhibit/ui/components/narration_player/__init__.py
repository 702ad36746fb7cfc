"""A player that reads a panel aloud, with the sentence being spoken marked in its transcript.

Of three voices the best that there is: a recording that a curator has made, the visitor's own device (its local voices
only: no word leaves the machine), the audio that ships. The browser chooses (narration_player.js), because only it
knows its voices. While a voice is heard, `<html data-narration="playing">` says so, and the event
`exhibit:narration` tells when it begins and ends: whoever counts idle time can wait.
"""

from __future__ import annotations

import json
import logging
import secrets
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from exhibit.narration import manifest, passages, recordings
from exhibit.server import resources
from exhibit.ui.language import current_words

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.content.schema import Panel

KEY = "narration"
SPEEDS = (0.75, 1.0, 1.25, 1.5)
_VISIT = "narration-visit"
_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).with_name("narration_player")


def narration(panel: Panel) -> None:
    """The player of a panel of the story; the first one on the page has the key `KEY`, each other one its panel's."""
    words, library = current_words(), resources.content()
    first = next(iter(library.story(words.lang)), panel).id == panel.id
    passage = passages.of_panel(library, words.lang, panel)
    _show(passage, panel.title, words, KEY if first else f"{KEY}-{panel.id}")


def welcome_narration() -> None:
    """The player of the room that visitors meet first."""
    words = current_words()
    _show(passages.welcome(resources.content(), words.lang), words("welcome.title"), words, KEY)


def _show(passage: passages.Passage, title: str, words: Messages, key: str) -> None:
    clip = manifest.find_clip(passage)
    player_data = {
        "passage": passage.id,
        "visit": _visit(),
        "language": passage.language,
        "sentences": [{"text": s.text, "spoken": s.spoken, "begins": s.begins} for s in passage.sentences],
        "recording": _recording(passage),
        "shipped": clip and {"address": manifest.address(passage, clip), "starts": clip.starts},
        "speeds": [{"speed": speed, "label": _speed(speed, words)} for speed in SPEEDS],
        "words": _words(words, title),
    }
    player = st.components.v2.component("narration", html=_read(".html"), css=_read(".css"), js=_read(".js"))
    # Lists travel as JSON: of a list Streamlit would ask pandas whether it is a table, and that takes half a second.
    player(data={"player": json.dumps(player_data)}, key=key)


def _visit() -> str:
    """A name for this visit, new when the visitor has been forgotten: the chosen speed lasts as long as it does."""
    name: str = st.session_state.setdefault(_VISIT, secrets.token_hex(4))
    return name


def _recording(passage: passages.Passage) -> dict[str, Any] | None:
    """The curator's recording for the browser, through Streamlit's store of media: content/ itself is not served."""
    found = recordings.find_recording(resources.content().folder, passage)
    if found is None:
        return None
    from streamlit import runtime

    try:
        store = runtime.get_instance().media_file_mgr
        address = store.add(str(found.path), found.media_type, f"{KEY}-{passage.id}")
    except Exception:  # a file that cannot be read, or a Streamlit that keeps media elsewhere: the next voice reads
        _LOG.exception("The recording %s cannot be played", found.path)
        return None
    return {"address": address.lstrip("/"), "starts": found.starts}


def _speed(speed: float, words: Messages) -> str:
    return words("narration.speed_value", speed=words.number(speed))


def _words(words: Messages, title: str) -> dict[str, str]:
    return {
        "controls": words("narration.controls", title=title),
        "listen": words("narration.listen"),
        "pause": words("narration.pause"),
        "go_on": words("narration.go_on"),
        "transcript": words("narration.transcript"),
        "previous": words("narration.previous"),
        "next": words("narration.next"),
        "speed": words("narration.speed"),
        "recorded": words("narration.recorded"),
        "own_voice": words("narration.own_voice"),
        "shipped": words("narration.shipped"),
        "silent": words("narration.silent"),
    }


@lru_cache(maxsize=4)
def _read(suffix: str) -> str:
    return _HERE.with_suffix(suffix).read_text(encoding="utf-8")
