"""Placed so that the router runs; the live room replaces it."""

import streamlit as st

from exhibit.ui.language import current_words

st.title(current_words()("why.title"), anchor=False)
