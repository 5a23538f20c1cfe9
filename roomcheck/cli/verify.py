"""`roomcheck verify`: what holds of a bundle, each question apart. Works alone and offline."""

import argparse
import sys
from pathlib import Path

import msgspec

from roomcheck.app.sealing import verify_bundle
from roomcheck.model.text import harmless


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", type=Path, metavar="BUNDLE")
    parser.add_argument("--key", metavar="FINGERPRINT", help="the key that should have signed it")
    parser.add_argument("--head", metavar="SHA256", help="the head hash that was written down")
    parser.add_argument("--authority", type=Path, action="append", default=[], metavar="PEM",
                        help="the certificate of a timestamp authority that you trust")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(options: argparse.Namespace) -> int:
    result = verify_bundle(options.bundle, key=options.key, head=options.head, authorities=options.authority)
    if options.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")
        return result.exit
    print(f"{harmless(str(options.bundle), 512)}: {result.state.value}")
    for answer in result.answers:
        print(f"\n{answer.question.value}\n  {answer.state.value}: {answer.sentence}")
        for detail in answer.details:
            print(f"    {detail}")
    for difference in result.differences:
        print(f"  {difference.what.value}: {harmless(difference.name, 200)}: {harmless(difference.detail, 400)}")
    for change in result.changes:
        print(f"  with these signatures: {change.device}: {change.was or 'not named'}, now {change.now or 'not named'}")
    return result.exit
