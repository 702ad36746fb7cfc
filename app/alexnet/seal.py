"""After a new training: write the weights file's checksum and length into the manifest.

    python -m alexnet.seal alexnet-2012

Only those two lines change; the manifest's comments and order stay as they are.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from pathlib import Path

from alexnet.manifest import MANIFEST, SHIPPED, path_of, read_manifest


def seal(network: str, folder: Path) -> tuple[str, int]:
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
    before, after = re.split(rf"(?m)^(?=  - id: {re.escape(network)}$)", text, maxsplit=1)
    after = re.sub(r"(?m)^(\s+)sha256(?:_prefix)?: .*$", rf'\g<1>sha256: "{checksum}"', after, count=1)
    return before + re.sub(r"(?m)^(\s+)bytes: .*$", rf"\g<1>bytes: {size}", after, count=1)


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(prog="python -m alexnet.seal", description=__doc__.split("\n\n")[0])
    arguments.add_argument("network", help="the network's id in the manifest")
    arguments.add_argument("--folder", type=Path, default=SHIPPED, help="where manifest and weights are")
    options = arguments.parse_args()
    checksum, size = seal(options.network, options.folder)
    print(f"{options.network}: sha256 {checksum}, {size} bytes")


if __name__ == "__main__":
    main()
