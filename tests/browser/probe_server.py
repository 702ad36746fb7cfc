"""Run the museum as `streamlit run` does, with one more door on the loopback address that tells what the process holds.

    python probe_server.py PROBE_PORT run app/Home.py [Streamlit's options]

Only tests use it. The door answers JSON:
  /modules                      names of the imported modules
  /imports                      "MODULE in THREAD" for every module that was looked for, and by which thread
  /writes                       paths that Python has opened for writing so far
  /traces?bytes=HEX&word=HEX    one line per object that holds these bytes, one of these words, or the marker picture
Words come as hexadecimal digits too, so that a question does not find itself.
"""

import base64
import gc
import io
import json
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from PIL import Image

MARKER_COLOUR = (201, 33, 147)
PICTURE_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")
DATA_ADDRESS = re.compile(r"data:image/[a-z+]+;base64,([A-Za-z0-9+/=]+)")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

writes: list[str] = []
imports: list[str] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: remember every import, and every file opened for writing (temporary files without a name too)."""
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
        writes.append(str(arguments[0]))
    elif event == "import":
        imports.append(f"{arguments[0]} in {threading.current_thread().name}")


def all_objects() -> Iterator[Any]:
    """Every object of the process that the garbage collector can reach, strings and bytes included."""
    seen: set[int] = set()
    pending = list(gc.get_objects())
    while pending:
        thing = pending.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        yield thing
        if not isinstance(thing, str | bytes | int | float):
            pending.extend(child for child in gc.get_referents(thing) if id(child) not in seen)


def shows_marker(pixels: Any) -> bool:
    """Whether an array is the marker picture: much of its colour, or (as a network's input) a flat upper part.

    Pixels are (..., H, W, 3) bytes; a network's input is (..., 3, H, W) floats. Both signs outlive resizing and JPEG.
    """
    if pixels.dtype == np.uint8 and pixels.ndim >= 3 and pixels.shape[-1] in (3, 4) and pixels.size >= 300:
        distance = np.abs(pixels[..., :3].astype(np.int16) - np.array(MARKER_COLOUR, np.int16)).max(axis=-1)
        return bool((distance < 12).mean() > 0.05)
    if pixels.dtype.kind == "f" and pixels.ndim >= 3 and pixels.shape[-3] == 3 and min(pixels.shape[-2:]) >= 100:
        height, width = pixels.shape[-2:]
        patch = pixels[..., height // 10 : height // 3, width // 10 : -width // 10].astype(np.float32)
        return bool(patch.std(axis=(-2, -1)).max() < 1e-3)
    return False


def picture_shows_marker(encoded: bytes) -> bool:
    """Whether these bytes are an encoded picture that shows the marker."""
    try:
        return shows_marker(np.asarray(Image.open(io.BytesIO(encoded)).convert("RGB")))
    except (OSError, ValueError, SyntaxError):
        return False


def bytes_hold(content: bytes, needle: bytes) -> bool:
    """Whether the content holds the photo's file, or is another encoding of its picture."""
    return needle in content or (content.startswith(PICTURE_STARTS) and picture_shows_marker(content))


def words_hold(text: str, words: list[str]) -> bool:
    """Whether the text holds one of the words, or the picture as a data address."""
    if any(word in text for word in words):
        return True
    found = DATA_ADDRESS.search(text) if len(text) > 200 else None
    return found is not None and picture_shows_marker(base64.b64decode(found[1] + "=="))


def holds(thing: Any, needle: bytes, words: list[str]) -> bool:
    """Whether one object holds the photo: its file, its picture, its name or its fingerprint."""
    if isinstance(thing, str):
        return words_hold(thing, words)
    if isinstance(thing, bytes | bytearray):
        return bytes_hold(bytes(thing), needle)
    if isinstance(thing, io.BytesIO):
        return not thing.closed and bytes_hold(thing.getvalue(), needle)
    if isinstance(thing, Image.Image):
        return thing.mode == "RGB" and shows_marker(np.asarray(thing))
    if type(thing).__name__ == "Tensor" and type(thing).__module__ == "torch":
        return thing.ndim >= 3 and thing.shape[-3] == 3 and shows_marker(thing.detach().float().cpu().numpy())
    return isinstance(thing, np.ndarray) and shows_marker(thing)


def traces(needle: bytes, words: list[str]) -> list[str]:
    """What still holds something of the photo: one line each with its type, its start, and the types of its holders."""
    gc.unfreeze()  # what the museum has set aside from collection is searched too
    gc.collect()
    questions = {id(needle), *map(id, words)}
    found = [thing for thing in all_objects() if id(thing) not in questions and holds(thing, needle, words)]
    lines = []
    for thing in found:
        holders = {type(holder).__qualname__ for holder in gc.get_referrers(thing) if holder is not found}
        lines.append(f"{type(thing).__qualname__} {str(thing)[:60]!r} held by {', '.join(sorted(holders))}")
    return lines


def answer(address: str) -> list[str]:
    """The answer to one question asked at the door."""
    question = urlsplit(address)
    asked = parse_qs(question.query)
    if question.path == "/traces":
        return traces(
            bytes.fromhex(asked["bytes"][0]), [bytes.fromhex(word).decode() for word in asked.get("word", [])]
        )
    return {"/writes": list(writes), "/imports": list(imports), "/modules": sorted(sys.modules)}[question.path]


class Door(BaseHTTPRequestHandler):
    """Answers the tests' questions."""

    def do_GET(self) -> None:
        """One question, one JSON answer."""
        body = json.dumps(answer(self.path)).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the log belongs to the museum."""


def main() -> None:
    """Open the door, then hand the main thread to Streamlit."""
    tempfile.gettempdir()  # the first call tries the folder out by writing to it
    sys.addaudithook(watch)
    door = ThreadingHTTPServer(("127.0.0.1", int(sys.argv.pop(1))), Door)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    sys.path.remove(str(Path(__file__).resolve().parent))
    from streamlit.web.cli import main as streamlit

    sys.argv[0] = "streamlit"
    streamlit()


if __name__ == "__main__":
    main()
