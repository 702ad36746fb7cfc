"""What curators and the tests run over the content; no page needs any of it. Start: `python -m exhibit.checks`."""
