"""In work."""

import streamlit as st

from exhibit.ui.language import current_words

words = current_words()
st.title(words("timeline.title"), anchor=False)
