"""The visit: what it remembers, and that it can forget everything."""

from __future__ import annotations

import gc
import io
import logging
import secrets
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit import runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from alexnet.photo import open_photo
from exhibit.errors import ExhibitError
from exhibit.server import gc_tuning
from exhibit.visit import session as visits
from exhibit.visit.session import UPLOADED, Visit

SESSION = "the session of this test"


def photo_bytes(seed: int = 1, side: int = 64) -> bytes:
    """A PNG of noise, so that any part of it can be found again in memory."""
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def visitors_app() -> None:
    """A page that takes a photo, shows it and can forget its visitor."""
    import streamlit as st

    from alexnet.photo import open_photo
    from exhibit.encode import png
    from exhibit.visit.session import choose_photo, current_visit, drop_uploads, forget_visitor

    def take() -> None:
        choose_photo(open_photo(st.session_state[key].getvalue()))
        drop_uploads()

    if st.button("forget"):
        forget_visitor()
        st.rerun()
    visit = current_visit()
    key = f"upload-{visit.ticket}"
    st.file_uploader("photo", key=key, on_change=take)
    if visit.photo is not None:
        st.image(visit.result("shown", make=lambda: png(visit.photo.image)))


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The stores of a running server, seen from within one session."""
    uploads, media = MemoryUploadedFileManager("/upload"), MediaFileManager(MemoryMediaFileStorage("/media"))
    context = SimpleNamespace(session_id=SESSION, uploaded_file_mgr=uploads)
    monkeypatch.setattr("streamlit.runtime.scriptrunner.get_script_run_ctx", lambda suppress_warning=False: context)
    monkeypatch.setattr("streamlit.runtime.media_file_manager._get_session_id", lambda: SESSION)
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(media_file_mgr=media))
    monkeypatch.setattr(visits.st, "session_state", {})
    return SimpleNamespace(uploads=uploads, media=media, state=visits.st.session_state)


def upload(session: SimpleNamespace, data: bytes, owner: str = SESSION) -> None:
    session.uploads.add_file(owner, UploadedFileRec(secrets.token_hex(4), "me.png", "image/png", data))


def test_an_answer_is_asked_for_once_and_belongs_to_its_photo() -> None:
    visit, asked = Visit(photo=open_photo(photo_bytes(1))), []
    for _ in range(2):
        assert visit.result("names", "net", make=lambda: asked.append(1) or len(asked)) == 1
    assert visit.knows("names", "net")
    visit.photo = open_photo(photo_bytes(2))
    assert not visit.knows("names", "net")
    assert visit.result("names", "net", make=lambda: "new") == "new"


def test_an_answer_that_failed_is_asked_for_again() -> None:
    visit = Visit()
    with pytest.raises(ZeroDivisionError):
        visit.result("names", make=lambda: 1 // 0)
    assert visit.result("names", make=lambda: 7) == 7


def test_a_visit_keeps_the_latest_answers_only() -> None:
    visit = Visit()
    for number in range(100):
        visit.result("first", make=lambda: "kept while used")
        visit.result(number, make=lambda: "answer")
    assert visit.knows("first")
    assert visit.knows(99)
    assert not visit.knows(0)


def test_another_photo_ends_answers_and_trouble_of_the_one_before(session: SimpleNamespace) -> None:
    visit = visits.current_visit()
    visit.trouble = ExhibitError("photo_empty")
    visit.result("names", make=lambda: "of no photo")
    visits.choose_photo(open_photo(photo_bytes()))
    assert visits.current_visit() is visit
    assert visit.photo_name == UPLOADED
    assert visit.trouble is None
    visit.photo = None
    assert not visit.knows("names")


def test_start_over_empties_session_uploads_and_pictures(session: SimpleNamespace) -> None:
    upload(session, photo_bytes())
    shown = session.media.add(photo_bytes(), "image/png", "1.1")
    visits.choose_photo(open_photo(photo_bytes()))
    old = visits.current_visit()
    visits.forget_visitor()
    assert session.uploads.file_storage.get(SESSION) is None
    assert session.media.read_file(shown.rpartition("/")[2]) is None
    assert session.state == {}
    assert visits.current_visit().photo is None
    assert visits.current_visit().ticket != old.ticket, "the widgets of the visit before must not come back"


def test_start_over_leaves_other_visitors_alone(session: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(session, photo_bytes(), owner="somebody else")
    monkeypatch.setattr("streamlit.runtime.media_file_manager._get_session_id", lambda: "somebody else")
    shown = session.media.add(photo_bytes(), "image/png", "1.1")
    visits.forget_visitor()
    assert len(session.uploads.file_storage["somebody else"]) == 1
    assert session.media.read_file(shown.rpartition("/")[2]) is not None


def test_taking_a_photo_over_empties_the_upload_store_and_renews_the_widget(session: SimpleNamespace) -> None:
    upload(session, photo_bytes())
    ticket = visits.current_visit().ticket
    visits.drop_uploads()
    assert session.uploads.file_storage.get(SESSION) is None
    assert visits.current_visit().ticket != ticket


def test_no_object_of_the_server_holds_the_photo_after_start_over() -> None:
    data = photo_bytes(seed=int.from_bytes(secrets.token_bytes(4)), side=96)
    needles = data[500:540], open_photo(data).image.tobytes()[600:640]
    at = AppTest.from_function(visitors_app).run()
    at.file_uploader[0].set_value(("me.png", data, "image/png"))
    del data
    at.run()
    assert not at.exception
    assert at.session_state["visit"].photo is not None
    assert "Image" in holders(*needles), "the search must find what is there"
    at.button[0].click().run()
    assert at.session_state["visit"].photo is None
    del at
    assert holders(*needles) == []


def holders(*needles: bytes) -> list[str]:
    """The types of everything reachable that holds one of these bytes, the needles themselves left out."""
    gc.unfreeze()  # what is set aside is searched too
    gc.collect()
    own, seen, found = {id(needle) for needle in needles}, set(), []
    pending = list(gc.get_objects())
    while pending:
        thing = pending.pop()
        if id(thing) in seen or id(thing) in own:
            continue
        seen.add(id(thing))
        kind = type(thing)  # not isinstance: some objects of torch complain when they are looked at
        if any(needle in _content(thing, kind) for needle in needles):
            found.append(kind.__qualname__)
        if not issubclass(kind, str | bytes | bytearray):
            pending.extend(gc.get_referents(thing))
    return found


def _content(thing: Any, kind: type) -> bytes:
    if issubclass(kind, bytes | bytearray):
        return bytes(thing)
    if issubclass(kind, io.BytesIO):
        return b"" if thing.closed else bytes(thing.getvalue())
    if issubclass(kind, np.ndarray):
        return np.ndarray.tobytes(thing)  # numpy's own: a masked array's would try to write into a constant
    return bytes(thing.tobytes()) if issubclass(kind, Image.Image) else b""


def test_what_was_set_aside_is_looked_at_again_after_start_over(
    session: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(gc_tuning.threading.Timer, "start", lambda timer: started.append(timer))
    gc_tuning.freeze_heap()
    try:
        assert gc.get_freeze_count() > 1000
        visits.forget_visitor()
        assert gc.get_freeze_count() == 0
        assert started[0].function is gc_tuning.freeze_heap
        assert started[0].daemon
    finally:
        gc.unfreeze()


def test_outside_a_session_there_is_nothing_to_forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.runtime.scriptrunner.get_script_run_ctx", lambda suppress_warning=False: None)
    visits._empty_stores(shown_pictures=True)


def test_a_streamlit_that_keeps_uploads_elsewhere_is_noticed(
    session: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    changed = SimpleNamespace(session_id=SESSION)
    monkeypatch.setattr("streamlit.runtime.scriptrunner.get_script_run_ctx", lambda suppress_warning=False: changed)
    with caplog.at_level(logging.ERROR):
        visits.forget_visitor()
    assert "may outlive" in caplog.text


def test_streamlit_still_has_what_forgetting_needs() -> None:
    fields = script_runner.ScriptRunContext.__dataclass_fields__
    assert {"session_id", "uploaded_file_mgr"} <= fields.keys()
    assert hasattr(runtime.Runtime, "media_file_mgr")
    for name in ("clear_session_refs", "remove_orphaned_files"):
        assert callable(getattr(MediaFileManager, name))
