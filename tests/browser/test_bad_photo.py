"""What is no photo gets one plain sentence, and the photo from before stays."""

from pathlib import Path

import pytest

from browser.visitor import Visitor

BAD = {
    "text.jpg": b"These are the words of a letter, not a photograph. " * 20,
    "empty.png": b"",
    "drawing.svg.png": b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>",
    "cut.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_photo_gets_one_plain_sentence_and_the_earlier_photo_stays(
    visitor: Visitor, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    visitor.open("try_it")
    before = visitor.choose_sample()
    visitor.hand_over(path)
    alert = visitor.page.get_by_role("alert")
    alert.first.wait_for()
    said = alert.all_inner_texts()
    assert len(said) == 1
    assert len(said[0].strip().splitlines()) == 1
    assert not any(sign in visitor.page.inner_text("main") for sign in ("Traceback", "Error:", "Exception"))
    assert visitor.names() == before
    assert name not in visitor.museum.log.read_text()
