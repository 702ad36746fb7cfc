"""After a new training: write the weights file's checksum and length into the manifest.

    python -m alexnet.weights.checksum alexnet-2012

Only those two lines change; the manifest's comments and order stay as they are.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from alexnet.weights.manifest import MANIFEST, SHIPPED, path_of, read_manifest


def update_checksum(network: str, folder: Path) -> tuple[str, int]:
    """Bring `network`'s sha256 and bytes in `folder`/manifest.yaml up to date; returns both.

    Raises `WeightsError` for an unknown id, `FileNotFoundError` when the weights file is not there.
    """
    file = path_of(read_manifest(folder).entry(network))
    data = file.read_bytes()
    checksum, size = hashlib.sha256(data).hexdigest(), len(data)
    manifest = folder / MANIFEST
    manifest.write_text(_sealed(manifest.read_text(encoding="utf-8"), network, checksum, size), encoding="utf-8")
    return checksum, size


def _sealed(text: str, network: str, checksum: str, size: int) -> str:
    before, entry, rest = _cut(text, network)
    entry = re.sub(r"(?m)^(\s+)sha256(?:_prefix)?: .*$", rf'\g<1>sha256: "{checksum}"', entry, count=1)
    return with_fields(before + entry + rest, network, {"bytes": str(size)})


def with_fields(text: str, network: str, fields: Mapping[str, str | None]) -> str:
    """The manifest's text with new values for some of a network's one-line fields; None takes a field's line out.

    A field that is not there yet comes behind `classes`. Comments on other lines, and the order, stay.
    """
    before, entry, rest = _cut(text, network)
    for name, value in fields.items():
        line = rf"(?m)^(\s+){name}: .*\n"
        new = "" if value is None else rf"\g<1>{name}: {value}\n"
        if re.search(line, entry):
            entry = re.sub(line, new, entry, count=1)
        else:
            entry = re.sub(r"(?m)^(\s+)classes: .*\n", rf"\g<0>{new}", entry, count=1)
    return before + entry + rest


def _cut(text: str, network: str) -> tuple[str, str, str]:
    """The manifest's text before a network's entry, the entry, and what follows it."""
    before, after = re.split(rf"(?m)^(?=  - id: {re.escape(network)}$)", text, maxsplit=1)
    following = re.search(r"(?m)(?<=\n)  - id: ", after)
    end = following.start() if following else len(after)
    return before, after[:end], after[end:]


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(prog="python -m alexnet.weights.checksum", description=__doc__.split("\n\n")[0])
    arguments.add_argument("network", help="the network's id in the manifest")
    arguments.add_argument("--folder", type=Path, default=SHIPPED, help="where manifest and weights are")
    options = arguments.parse_args()
    checksum, size = update_checksum(options.network, options.folder)
    print(f"{options.network}: sha256 {checksum}, {size} bytes")


if __name__ == "__main__":
    main()
