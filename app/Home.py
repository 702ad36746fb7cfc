"""The router and the frame around every room; nothing else. Start: streamlit run app/Home.py"""

import logging

import streamlit as st

from exhibit.errors import ExhibitError
from exhibit.server import resources, uploads
from exhibit.ui import frame, language, stylesheet
from exhibit.visit.session import current_visit, expect_network

uploads.keep_in_memory()
words = language.current_words()
room = frame.open_room(words)
stylesheet.send()
start_over = frame.header(words)
visit = current_visit()
expect_network(visit)
had_photo = visit.photo is not None
try:
    room.page.run()
except ExhibitError as problem:
    st.error(words(f"errors.{problem.key}", **problem.details))
except Exception:  # a visitor reads one plain sentence, the log has the rest
    logging.getLogger("exhibit").exception("The room %s failed", room.id)
    st.error(words("errors.room_failed"))
if current_visit().photo is not None and not had_photo:
    frame.offer_start_over(words, start_over)
frame.footer(words, room)
resources.warm_up_soon()
