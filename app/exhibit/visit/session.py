"""One visitor's visit: the chosen photo, the chosen network and what has been computed for them.

A visit lives in Streamlit's session and nowhere else. Its results are kept here and not in a shared cache, so that
forgetting a visitor is one act: `forget_visitor()`.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

import streamlit as st

from exhibit.errors import ExhibitError
from exhibit.server import answering, gc_tuning

if TYPE_CHECKING:
    from alexnet.photo import Photo

UPLOADED = "own"
"""The `photo_name` of a photo that the visitor brought; every other name is a sample's id."""

_KEY = "visit"
_RESULTS = 24  # the largest result, a sheet of activation maps, has 1.2 MB: a visit stays below 30 MB
_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")


@dataclass
class Visit:
    """What the museum knows of one visitor, all of it in memory.

    `network` is the one the visitor would like; `answering` the one that answers in this run: every label, frame, link
    and key of a result reads it there.
    `ticket` is part of the keys of widgets that hold a photo: a new ticket means fresh, empty widgets.
    """

    photo: Photo | None = None
    photo_name: str = ""
    network: str | None = None
    answering: str | None = None
    trouble: ExhibitError | None = None
    followed_sample: str = ""
    followed_network: str = ""
    camera_open: bool = False
    ticket: str = field(default_factory=lambda: secrets.token_hex(4))
    _results: OrderedDict[tuple[Hashable, ...], Any] = field(default_factory=OrderedDict)

    def result(self, *question: Hashable, make: Callable[[], Result]) -> Result:
        """The answer to `question` about the present photo: remembered, or made now and remembered.

        The photo's digest is part of the question, so an answer never outlives its photo unnoticed.
        """
        key = (self.photo.digest if self.photo else None, *question)
        if key not in self._results:
            self._results[key] = make()
            while len(self._results) > _RESULTS:
                self._results.popitem(last=False)
        self._results.move_to_end(key)
        return cast("Result", self._results[key])

    def knows(self, *question: Hashable) -> bool:
        """Whether `result` would answer at once."""
        return (self.photo.digest if self.photo else None, *question) in self._results

    def forget_results(self) -> None:
        """Drop every answer, for example because another photo was chosen."""
        self._results.clear()


def current_visit() -> Visit:
    """The visit of the session that is running; a new one when it has just begun."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Visit()
    return cast("Visit", st.session_state[_KEY])


def expect_network(visit: Visit) -> None:
    """At the beginning of a run: who will answer, as far as is known without loading a network."""
    try:
        visit.answering = answering.expected_network(visit.network)
    except ExhibitError:  # the list of networks cannot be read: in the log, and told where a network is needed
        visit.answering = None


def settle_network(visit: Visit) -> str:
    """Who answers in this run: the engine decides, and has loaded it. `ExhibitError` where nobody can."""
    visit.answering = answering.answering_network(visit.network)
    return visit.answering


def choose_photo(photo: Photo, name: str = UPLOADED) -> None:
    """Make `photo` the visit's photo in every room. `name` is a sample's id, or `UPLOADED`."""
    visit = current_visit()
    visit.photo, visit.photo_name = photo, name
    visit.trouble, visit.camera_open = None, False
    visit.forget_results()


def drop_uploads() -> None:
    """Take the bytes of uploads out of the server's store: only the decoded photo is kept, and only in the visit.

    The widgets that held them get a new ticket, for they would go on showing the name of a file that is gone.
    """
    current_visit().ticket = secrets.token_hex(4)
    _empty_stores(shown_pictures=False)


def forget_visitor() -> None:
    """End the visit: afterwards no byte of the photo is left in the session, the upload store or the media store.

    The caller draws a new page at once (`st.rerun` or `st.switch_page`), without the photo.
    """
    visit = current_visit()  # emptied, not only let go: a fragment that is still registered may hold it
    visit.photo, visit.photo_name = None, ""
    visit.forget_results()
    st.session_state.clear()
    _empty_stores(shown_pictures=True)
    gc_tuning.unfreeze_then_refreeze()


def _empty_stores(*, shown_pictures: bool) -> None:
    """Clear this session's uploads, and the pictures it was shown, from Streamlit's two stores.

    Streamlit has no public call for this and keeps uploads until a session times out. This is the only place that
    touches its inner parts; when they change, the tests fail and the log says so.
    """
    from streamlit import runtime
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx(suppress_warning=True)
    if context is None:  # outside a session there is nothing stored
        return
    try:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
        if shown_pictures and runtime.exists():
            shown = runtime.get_instance().media_file_mgr
            shown.clear_session_refs(context.session_id)
            shown.remove_orphaned_files()
    except AttributeError:
        _LOG.exception("This Streamlit keeps uploads elsewhere: a visitor's photo may outlive the visit")
