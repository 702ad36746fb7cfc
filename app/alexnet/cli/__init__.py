"""The command line: what the museum's rooms do, for curators' checks, teachers' notebooks and tests.

    python -m alexnet networks                      what is installed, what can be downloaded, which one answers
    python -m alexnet classify PHOTO...             the five names of each photo
    python -m alexnet explain PHOTO --method ID --out FILE.png
    python -m alexnet filters --out FILE.png
    python -m alexnet download [--network ID]
    python -m alexnet evaluate FOLDER               FOLDER/<wnid>/*.jpg -> top-1, top-5, family, images/s
    python -m alexnet evaluate FOLDER --record      FOLDER/<set>/<wnid>/*.jpg -> the record that the model card shows
    python -m alexnet bench

Exit status: 0; 1 when a photo or a network could not be used (one line on standard error says why, and what could be
answered is answered all the same); 2 for a command that makes no sense.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
from collections.abc import Sequence

from alexnet.cli import measures, networks, photos
from alexnet.cli.common import CommandError
from alexnet.evaluation.evaluate import EmptyDatasetError
from alexnet.saliency import TargetError
from alexnet.weights.errors import WeightsError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):  # a file may have any name, and a console need not know its letters
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    logging.getLogger("alexnet").addHandler(logging.NullHandler())  # what the log would tell is printed below
    try:
        status: int = options.run(options)
    except (CommandError, EmptyDatasetError, TargetError, WeightsError, OSError) as error:
        print(f"alexnet {options.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="alexnet", description="AlexNet on the command line.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for family in (networks, photos, measures):
        family.add_commands(commands)
    return parser
