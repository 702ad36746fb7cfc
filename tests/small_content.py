"""A small but complete content folder, which the tests break in one place at a time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from exhibit.room_table import ALL

DAY = {"year": 2012, "month": 10, "day": 13}
REFS = [{"source": "P", "place": "section 3", "certainty": "seen"}]

NEUTRAL: dict[str, Any] = {
    "exhibit": {
        "default_language": "en",
        "languages": ["en"],
        "networks": ["alexnet-2012"],
        "rooms": list(ALL),
    },
    "sources": {
        "P": {
            "title": "The paper",
            "authors": "A. Author",
            "where": "NIPS 2012",
            "year": 2012,
            "url": "https://example.org/p",
        }
    },
    "credits": [{"what": "A photo", "who": "A friend", "licence": "CC0"}],
    "samples": [{"id": "cat", "file": "cat.jpg", "credit": "A friend", "licence": "CC0", "origin": "home"}],
    "story": [
        {"id": "problem", "refs": REFS, "experiment": {"room": "try_it", "params": {"sample": "cat"}}},
        {"id": "today", "refs": REFS, "experiment": None},
    ],
    "timeline": [
        {
            "id": "results",
            "date": {"year": 2012, "month": 10, "day": 13},
            "track": "contest",
            "seed": True,
            "refs": REFS,
        },
        {"id": "relu", "date": {"year": 1969}, "track": "ideas", "refs": REFS},
    ],
    "errors": {
        "years": [{"year": 2012, "winner": "SuperVision", "error": 16.4, "with_extra_data": 15.3, "refs": REFS}],
        "human": {"error": 5.1, "refs": REFS},
    },
    "quotations": {
        "quotations": [
            {
                "id": "layers",
                "words": "It contains.",
                "who": "A",
                "when": 2012,
                "where": "B",
                "sure": "very",
                "refs": REFS,
            }
        ],
        "misquotation": {"seed_words": "Our network contains.", "paper_words": "It contains.", "refs": REFS},
    },
    "people": [{"id": "alex", "name": "Alex", "refs": REFS}],
    "facts": [{"id": "first", "verdict": "false", "refs": REFS, "experiment": None}],
    "milestones": [{"id": "lenet", "event": "relu", "refs": REFS}],
    "diary": [
        {"id": "begins", "round": 0, "rate": 0.01, "colour": True, "first_layer": "learns", "refs": REFS},
        {
            "id": "ends",
            "round": 93,
            "rate": 0.001,
            "colour": False,
            "first_layer": "frozen",
            "ends": True,
            "refs": REFS,
        },
    ],
    "runs": [{"id": "one", "file": "one.cfg", "first": 0.4, "five": 0.18, "refs": REFS}],
    "notes": [{"id": "killed", "words": "killed", "file": "one.cfg", "refs": REFS}],
    "machines": [
        {"id": "card", "year": 2010, "trillions": 1.58, "memory": 3, "bandwidth": 192.4, "watts": 244, "refs": REFS}
    ],
    "computing": [{"id": "rounds", "kind": "factor", "value": 90, "refs": REFS}],
    "claims": [{"id": "welcome-gap", "refs": REFS}],
    "figures": [{"id": "won", "value": "15.3%", "refs": REFS}],
    "seed": [{"number": n, "verdict": "right", "room": "story", "refs": REFS} for n in range(1, 52)],
}

WORDS: dict[str, Any] = {
    "samples": {"cat": {"name": "A cat", "alt": "A cat looks at us."}},
    "story": {
        "problem": {"title": "The problem", "text": "A photo is **numbers**. See [why](/why).", "try": "Try it"},
        "today": {"title": "Today", "text": "It goes on.", "more": "Much more."},
    },
    "timeline": {
        "tracks": {"contest": "Contest", "ideas": "Ideas"},
        "events": {
            "results": {"title": "The results", "text": "They were out."},
            "relu": {"title": "A neuron", "text": "It rectifies."},
        },
    },
    "quotations": {"layers": {"context": "On its layers."}},
    "people": {"alex": {"role": "Author", "life": "A life."}},
    "facts": {"first": {"legend": "It was the first.", "evidence": "It was not."}},
    "milestones": {"lenet": {"title": "LeNet-5", "text": "It read cheques.", "next": "Read more."}},
    "diary": {"begins": {"title": "It begins", "text": "So."}, "ends": {"title": "It ends", "text": "So."}},
    "runs": {"one": {"title": "One run", "text": "Alone."}},
    "notes": {"killed": {"context": "How it ended."}},
    "machines": {"card": {"name": "A card", "text": "Made for games."}},
    "computing": {"rounds": {"title": "rounds", "text": "So many."}},
    "seed": {n: {"claim": f"Claim {n}.", "wording": f"Wording {n}."} for n in range(1, 52)},
    "methods": {m: {"name": m, "measures": "This.", "misleads": "There."} for m in ("gradient", "occlusion")},
    "classes": {"n02123045": "tabby cat"},
    "families": {"cat": {"name": "Cats", "phrase": "a cat"}},
    "networks": {"alexnet-2012": {"name": "AlexNet of 2012", "short": "2012", "about": "Two towers."}},
}

SMALL_PRINT = {
    "section 3": "section 3",
    "A friend": "Un ami",
    "A photo": "Une photo",
    "It contains.": "Elle contient.",
    "Our network contains.": "Notre réseau contient.",
}
TRANSLATIONS = {"quotations": {"layers": "Elle contient."}, "notes": {"killed": "tué"}}

LABELS = {
    "common": {"about_date": "about {date}", "hello": "Hello {name}", "plain": "Plain words"},
    "errors": {"photo_empty": "The file is empty.", "photo_too_slow": "It takes too long."},
}


class _Plain(yaml.SafeDumper):
    """Writes everything out, for references inside YAML are nothing that a curator would write."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_yaml(path: Path, data: Any) -> None:
    """Write `data` as a content file, in the order given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_as_yaml(data), encoding="utf-8")


def _as_yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Plain, sort_keys=False, allow_unicode=True)


@cache
def _texts() -> tuple[dict[str, str], dict[str, str]]:
    """The files without words and those of one language, by name: put into YAML once for all tests."""
    neutral = {f"{subject}.yaml": _as_yaml(data) for subject, data in NEUTRAL.items()}
    words = {f"{subject}.yaml": _as_yaml(data) for subject, data in WORDS.items()}
    return neutral, words | {f"words/{area}.yaml": _as_yaml(data) for area, data in LABELS.items()}


def write_language(folder: Path, lang: str) -> None:
    """All words of the small content, as the language `lang`; outside English with small print and translations."""
    (folder / lang / "words").mkdir(parents=True)
    for name, text in _texts()[1].items():
        (folder / lang / name).write_text(text, encoding="utf-8")
    if lang != "en":
        write_yaml(folder / lang / "small_print.yaml", SMALL_PRINT)
        for subject, translations in TRANSLATIONS.items():
            book = {key: {**words, "translation": translations[key]} for key, words in WORDS[subject].items()}
            write_yaml(folder / lang / f"{subject}.yaml", book)


def write_small_content(folder: Path) -> Path:
    """A content folder in which everything is right, and a weights folder beside it."""
    write_language(folder, "en")
    for name, text in _texts()[0].items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "samples").mkdir()
    Image.new("RGB", (4, 4), "orange").save(folder / "samples" / "cat.jpg")
    (folder.parent / "weights").mkdir(exist_ok=True)
    (folder.parent / "weights" / "classes-1.txt").write_text("n02123045\n", encoding="utf-8")
    write_yaml(folder.parent / "weights" / "families.yaml", {"cat": ["n02123045"]})
    return folder
