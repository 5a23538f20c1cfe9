"""`roomcheck signatures`: lint, test, list, explain, calibrate."""

import argparse
import os
import time
from pathlib import Path

import msgspec

from roomcheck.app.calibration import calibrate, excesses, same_counts
from roomcheck.cli.place import cache_folder
from roomcheck.match import calibration as calibrations
from roomcheck.match import library, registry
from roomcheck.match.library import Library
from roomcheck.match.lint import lint
from roomcheck.match.selftest import prove
from roomcheck.model.errors import Exit, SignatureError, UsageError
from roomcheck.model.text import harmless


def define(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    for name, summary in (
        ("lint", "say what is missing or unclear, and how to write it"),
        ("test", "prove every example and counter-example"),
        ("list", "one line a signature"),
    ):
        own = what.add_parser(name, help=summary)
        own.add_argument("files", nargs="*", type=Path, metavar="FILE", help="signature files; all if left out")
    weigh = what.add_parser("calibrate", help="estimate the grades that rest on corpora")
    weigh.add_argument("--corpora", type=Path, metavar="DIR", help="labelled responses; else ROOMCHECK_CORPORA")
    keep = weigh.add_mutually_exclusive_group()
    keep.add_argument("--write", action="store_true", help="write calibration.toml beside the signatures")
    keep.add_argument("--check", action="store_true", help="fail where calibration.toml says something else")
    explain = what.add_parser("explain", help="all that one signature says, and why")
    explain.add_argument("id")


def run(options: argparse.Namespace) -> int:
    if options.what == "explain":
        return _explain(options.id)
    if options.what == "calibrate":
        return _calibrate(options.corpora, write=options.write, check=options.check)
    chosen = _chosen(options.files)
    if options.what == "lint":
        return _lint(chosen)
    if options.what == "test":
        return _test(chosen)
    for placed in chosen.placed:
        signature = placed.signature
        print(f"{signature.id:44} {', '.join(signature.says):30} {signature.grade.value:18} {signature.title}")
    return Exit.DONE


def _chosen(files: list[Path]) -> Library:
    whole = library.folder()
    if not files:
        return library.load(cache=cache_folder())
    contents = {}
    for file in files:
        try:
            contents[file.name] = file.read_bytes()
        except OSError as error:
            raise SignatureError(
                f"The signature file {file} cannot be read ({(error.strerror or str(error)).lower()}).",
                "Check the path.",
            ) from error
    base = library.vocabulary(whole)
    identity = msgspec.structs.replace(library.NO_IDENTITY, version=base.version)
    return Library(identity, library.parse(contents), base, registry.load(whole / "registry"))


def _lint(chosen: Library) -> int:
    complaints = lint(chosen, calibrations.read(library.folder()))
    for each in complaints:
        print(f"{each.file}: {each.signature}: {each.check}: {each.wrong}. {each.advice}")
    print(f"{len(chosen.placed)} signatures, {len(complaints)} complaints")
    return Exit.FAILED if complaints else Exit.DONE


def _test(chosen: Library) -> int:
    failures = prove(chosen)
    for each in failures:
        print(f"{each.file}: {each.signature}: {each.wrong}")
    examples = sum(len(signature.example) + len(signature.counter) for signature in chosen.signatures)
    print(f"{len(chosen.placed)} signatures, {examples} examples and counter-examples, {len(failures)} failures")
    return Exit.FAILED if failures else Exit.DONE


def _calibrate(corpora: Path | None, *, write: bool, check: bool) -> int:
    place = corpora or Path(os.environ.get("ROOMCHECK_CORPORA", "../shared/corpora"))
    shipped = library.load(cache=cache_folder())
    found = calibrate(shipped, place, time.strftime("%Y-%m-%d"))
    for name, each in sorted(found.family.items()):
        counts = f"{each.own}/{each.own_of} against {each.other}/{each.other_of}"
        print(f"{name:32} {counts:28} log10 LR {each.log10_lr:6.2f}  {each.grade}")
    beyond = excesses(shipped, found)
    for excess in beyond:
        print(f"{excess.signature}: states {excess.states}, the corpora support {excess.supported}")
    if write:
        (library.folder() / calibrations.FILE).write_text(calibrations.to_toml(found), encoding="utf-8")
    differs = check and not same_counts(found, calibrations.read(library.folder()))
    if differs:
        print(f"{calibrations.FILE} says something else; `roomcheck signatures calibrate --write` writes it anew")
    print(f"{len(found.signature)} signatures seen in {found.responses} responses, {len(beyond)} graded beyond them")
    return Exit.FAILED if beyond or differs else Exit.DONE


def _explain(identifier: str) -> int:
    for placed in library.load(cache=cache_folder()).placed:
        signature = placed.signature
        if signature.id == identifier:
            print(f"{signature.id} ({placed.file})")
            print(f"  The device {signature.title}.")
            print(f"  It says: {', '.join(signature.says)} ({signature.grade.value}; {signature.basis.value})")
            print(f"  Grounds: {signature.grounds}. {signature.reasoning}")
            print(f"  Fact: {signature.fact}")
            for source in signature.sources:
                print(f"  Source: {harmless(source.ref)} ({source.date.isoformat()}) {source.note}")
            return Exit.DONE
    raise UsageError(f'There is no signature "{harmless(identifier)}".', "`roomcheck signatures list` names them all.")
