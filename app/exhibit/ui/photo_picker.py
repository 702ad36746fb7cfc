"""How a visitor gives the network a photo: one of the museum's, one of their own, or the camera."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from exhibit.content.messages import Messages
    from exhibit.visit.samples import Sample

MEGABYTES = 20  # as large as `alexnet.photo` takes one; a larger file is refused in the browser and never sent


def show_samples(samples: Sequence[Sample], *, chosen: str, on_choose: Callable[[str], None]) -> None:
    """The museum's photos as cards. Each card is one real button that reaches over its picture."""
    with st.container(key="samples", horizontal=True, gap="small"):
        for sample in samples:
            mark = "chosen" if sample.id == chosen else "sample"
            with st.container(key=f"{mark}-{sample.id}", width=150, gap=None):
                st.image(sample.thumbnail, width="stretch", output_format="JPEG", alt=sample.alt)
                st.button(sample.name, key=f"take-{sample.id}", width="stretch", on_click=on_choose, args=(sample.id,))


def show_upload(words: Messages, *, ticket: str, on_photo: Callable[[bytes], None]) -> None:
    """The place for a file. `ticket` is part of its key: with a new one it is empty again.

    Any kind of file is let in: the widget would refuse a wrong one with a red mark and no word that can be seen, while
    the museum says in one sentence what is wrong with it.
    """
    key = f"upload-{ticket}"
    st.file_uploader(
        words("try.upload"), max_upload_size=MEGABYTES, key=key, on_change=_hand_over, args=(key, on_photo)
    )
    st.caption(words("try.upload_help"))


def show_camera(
    words: Messages, *, is_open: bool, ticket: str, on_toggle: Callable[[], None], on_photo: Callable[[bytes], None]
) -> None:
    """The camera, which is off until it is asked for."""
    label = words("try.camera_close" if is_open else "try.camera_open")
    st.button(label, key="camera-toggle", icon=":material/photo_camera:", on_click=on_toggle)
    if is_open:
        key = f"camera-{ticket}"
        st.caption(words("try.camera_note"))
        st.camera_input(words("try.camera"), key=key, on_change=_hand_over, args=(key, on_photo))


def _hand_over(key: str, on_photo: Callable[[bytes], None]) -> None:
    """Give the new file's bytes to the museum and take them off the widget, which would keep them."""
    file = st.session_state.get(key)
    if file is not None:
        on_photo(file.getvalue())
