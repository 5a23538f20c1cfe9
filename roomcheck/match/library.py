"""The signature library: found, read, and hashed as one."""

import hashlib
import tomllib
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from roomcheck.match import registry
from roomcheck.match.signature import Signature, SignatureFile, Vocabulary
from roomcheck.model.assessment import SignaturesId
from roomcheck.model.errors import SignatureError

T = TypeVar("T")

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of one signature file."""


class Placed(msgspec.Struct, frozen=True):
    """A signature and the file it stands in."""

    file: str
    signature: Signature


class Library(msgspec.Struct, frozen=True):
    """All signatures, the vocabulary and the registry of prefixes, and what identifies them."""

    identity: SignaturesId
    placed: tuple[Placed, ...]
    vocabulary: Vocabulary
    registry: registry.Registry

    @property
    def signatures(self) -> tuple[Signature, ...]:
        return tuple(placed.signature for placed in self.placed)


def folder() -> Path:
    """The signatures' folder: the packaged copy, else the one beside the package in a checkout.

    Raises SignatureError where there is neither.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "_signatures", package.parent / "signatures"):
        if (candidate / "vocabulary.toml").is_file():
            return candidate
    raise SignatureError("The signatures are missing from this installation.", "Install roomcheck again.")


NO_IDENTITY: Final = SignaturesId(version="", sha256="", registry="")
"""Of single files, which are no library."""

NOT_SIGNATURES: Final = frozenset({"vocabulary.toml", "calibration.toml"})


def load(place: Path | None = None, cache: Path | None = None) -> Library:
    """The library in `place`, or the one that came with roomcheck.

    `cache` is a folder for the parsed form, named by the library's hash; a cache that cannot be used is ignored.
    Raises SignatureError, naming file and place, where a file does not hold.
    """
    base = place or folder()
    contents = {path.relative_to(base).as_posix(): _bytes(path) for path in _parts(base)}
    sha256 = hash_of(contents)
    words = vocabulary(base)
    table = registry.load(base / "registry")
    placed = _cached(cache, sha256)
    if placed is None:
        placed = parse(contents)
        _keep(cache, sha256, placed)
    identity = SignaturesId(version=words.version, sha256=sha256, registry=table.date)
    return Library(identity, placed, words, table)


def vocabulary(base: Path) -> Vocabulary:
    """The vocabulary of the library in `base`. Raises SignatureError."""
    return _decode(_bytes(base / "vocabulary.toml"), Vocabulary, "vocabulary.toml")


def parse(contents: dict[str, bytes]) -> tuple[Placed, ...]:
    """The signatures in files given by name and bytes. Raises SignatureError; identifiers must be unique."""
    placed: list[Placed] = []
    where: dict[str, str] = {}
    for name in sorted(contents):
        if not name.endswith(".toml") or name in NOT_SIGNATURES:
            continue
        file = read_file(contents[name], name)
        for signature in file.signature:
            if signature.id in where:
                raise SignatureError(
                    f"Signature {signature.id} stands in {name} and in {where[signature.id]}.",
                    "Give one of them another id.",
                )
            where[signature.id] = name
            own = msgspec.structs.replace(signature, maker=signature.maker or file.maker)
            placed.append(Placed(name, own))
    return tuple(placed)


def read_file(data: bytes, name: str) -> SignatureFile:
    """One signature file. Raises SignatureError."""
    return _decode(data, SignatureFile, name)


def hash_of(contents: dict[str, bytes]) -> str:
    """One SHA-256 for the whole library: of the sorted lines `sha256␠␠name`, as `sha256sum` prints them."""
    lines = "".join(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents))
    return hashlib.sha256(lines.encode()).hexdigest()


def _parts(base: Path) -> list[Path]:
    return [*sorted(base.glob("*.toml")), *sorted(base.glob("registry/*.gz"))]


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise SignatureError(f"{path.name} is larger than {LARGEST} bytes.", "Split it, or give another folder.")
        return path.read_bytes()
    except OSError as error:
        raise SignatureError(
            f"The signature file {path} cannot be read ({(error.strerror or str(error)).lower()}).",
            "Check that you may read it, or install roomcheck again.",
        ) from error


def _decode(data: bytes, kind: type[T], name: str) -> T:
    try:
        return msgspec.convert(tomllib.loads(data.decode("utf-8")), kind)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise SignatureError(
            f"{name} is not a valid signature file: {error}.", "`roomcheck signatures lint` says what is expected."
        ) from error


def _cached(cache: Path | None, sha256: str) -> tuple[Placed, ...] | None:
    if cache is None:
        return None
    try:
        data = (cache / f"signatures-{sha256}.msgpack").read_bytes()
        if data[:32] != hashlib.sha256(data[32:]).digest():
            return None
        return msgspec.msgpack.decode(data[32:], type=tuple[Placed, ...])
    except (OSError, msgspec.DecodeError):
        return None


def _keep(cache: Path | None, sha256: str, placed: tuple[Placed, ...]) -> None:
    if cache is None:
        return
    data = msgspec.msgpack.encode(placed)
    partial = cache / f".signatures-{sha256}.part"
    try:
        cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.write_bytes(hashlib.sha256(data).digest() + data)
        partial.replace(cache / f"signatures-{sha256}.msgpack")
    except OSError:
        return
