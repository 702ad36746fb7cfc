"""Uploads on their way in: in memory only, never in a file."""

from __future__ import annotations

import streamlit as st
from starlette.formparsers import MultiPartParser


def keep_in_memory() -> None:
    """Let the server hold a whole upload in memory while it arrives.

    Left alone, Starlette writes whatever is larger than 1 MB to a nameless temporary file. The museum promises that
    no photo ever touches the disk, so the limit becomes that of the upload itself.
    """
    MultiPartParser.spool_max_size = int(st.get_option("server.maxUploadSize")) * 2**20
