"""Quick garbage collection beside a large library.

After every run of a page Streamlit collects garbage, and looks at each object of the process to do so. With torch,
Captum and Plotly loaded that takes a fifth of a second or more, in which nobody is served. So what is alive once the
engine is warm is set aside. After "Start over" it is all looked at again, once: nothing of a visitor may hide there.
"""

from __future__ import annotations

import gc
import threading

_SECONDS = 3.0  # until the run that forgot the visitor has surely ended and let go of what it held


def freeze_heap() -> None:
    """Collect garbage once, thoroughly, and leave what is alive out of the collections to come."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def unfreeze_then_refreeze() -> None:
    """Let the collections of the next seconds, Streamlit's own among them, look at every object again."""
    gc.unfreeze()
    timer = threading.Timer(_SECONDS, freeze_heap)
    timer.daemon = True
    timer.start()
