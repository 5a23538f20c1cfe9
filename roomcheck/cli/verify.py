"""`roomcheck verify`: what holds of a bundle, each question apart. Works alone and offline."""

import argparse
import re
import sys
from pathlib import Path

from roomcheck.app.sealing import verify_bundle
from roomcheck.seal.wording import lines, to_json


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", type=Path, metavar="BUNDLE")
    parser.add_argument("--key", type=_sha256, metavar="FINGERPRINT", help="the key that should have signed it")
    parser.add_argument("--head", type=_sha256, metavar="SHA256",
                        help="a head hash that was written down, before the sealing or after it")
    parser.add_argument("--authority", type=Path, action="append", default=[], metavar="PEM",
                        help="the certificate of a timestamp authority that you trust; may be given more than once")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def _sha256(text: str) -> str:
    """What a person wrote of a SHA-256; part of one would be called altered, though nothing was."""
    digits = re.sub(r"[\s:]", "", text.lower())
    if not re.fullmatch("[0-9a-f]{64}", digits):
        raise argparse.ArgumentTypeError("a SHA-256 has 64 hexadecimal digits")
    return digits


def run(options: argparse.Namespace) -> int:
    result = verify_bundle(options.bundle, key=options.key, head=options.head, authorities=options.authority)
    if options.json:
        sys.stdout.buffer.write(to_json(result))
        return result.exit
    for line in lines(result):
        print(line)
    return result.exit
