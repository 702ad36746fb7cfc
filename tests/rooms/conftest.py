from __future__ import annotations

from pathlib import Path

import pytest

from exhibit.server import resources


@pytest.fixture
def museum_without_networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No weights, no engine in the background, and the pseudo-language on offer."""
    monkeypatch.setenv("EXHIBIT_WEIGHTS_DIR", str(tmp_path))
    monkeypatch.setenv("EXHIBIT_PSEUDO_LANGUAGE", "1")
    monkeypatch.setattr(resources, "warm_up_soon", lambda: None)
