"""A bundle as it lies there: its files, its lists, and every difference between the two, named."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import IO

import msgspec

from roomcheck.model.text import harmless
from roomcheck.seal import bag
from roomcheck.seal.answers import Difference, What
from roomcheck.seal.container import Container, Member, copy_member, read_container, read_member

_LISTED_TAGS = (bag.BAGIT, bag.INFO, bag.MANIFEST, bag.README, bag.CERTIFICATE)


class Contained(msgspec.Struct, frozen=True):
    """`members` by their name inside the bundle's one folder, `base`."""

    file: IO[bytes]
    container: Container
    base: str
    members: dict[str, Member]
    differences: tuple[Difference, ...]

    def read(self, name: str, limit: int = bag.TEXT) -> bytes | None:
        """A file's bytes, up to `limit`; None where it is not there."""
        member = self.members.get(name)
        return None if member is None else read_member(self.file, member, limit)

    def copy(self, name: str, sink: IO[bytes]) -> None:
        """Copies a file that is there to `sink`."""
        copy_member(self.file, self.members[name], sink)

    def under(self, prefix: str) -> list[str]:
        """The names that begin with `prefix`, in order."""
        return sorted(name for name in self.members if name.startswith(prefix))


def look_into(file: IO[bytes]) -> Contained:
    """Everything in `file`, hashed and compared with its own lists. Raises BundleError where it is no container."""
    container = read_container(file)
    base = _base(container)
    members: dict[str, Member] = {}
    differences = [Difference(harmless(fault.where), What.FORM, fault.what) for fault in container.faults]
    for member in container.members:
        inside = member.name.removeprefix(f"{base}/")
        if inside == member.name:
            differences.append(Difference(harmless(member.name), What.ADDED, "it lies outside the bundle's one folder"))
        elif inside not in members:
            members[inside] = member
    contained = Contained(file, container, base, members, ())
    differences += _against_lists(contained)
    return msgspec.structs.replace(contained, differences=tuple(_once(differences)))


def _base(container: Container) -> str:
    """The folder in which most files lie."""
    tops = [member.name.partition("/")[0] for member in container.members if "/" in member.name]
    return max(sorted(set(tops)), key=tops.count) if tops else ""


def _against_lists(contained: Contained) -> list[Difference]:
    found: list[Difference] = []
    present = {name: member.sha256 for name, member in contained.members.items()}
    payload = {name: sha256 for name, sha256 in present.items() if name.startswith(bag.DATA)}
    tags = {
        name: sha256
        for name, sha256 in present.items()
        if name not in payload and name not in {bag.TAG_MANIFEST, bag.SIGNATURE}
    }
    for name, files in ((bag.MANIFEST, payload), (bag.TAG_MANIFEST, tags)):
        data = contained.read(name)
        if data is None:
            found.append(Difference(name, What.MISSING, "the list itself is missing"))
            continue
        listed = bag.read_manifest(data)
        found += [Difference(name, What.ALTERED, fault) for fault in listed.faults]
        found += compare(listed.files, files)
        if name == bag.TAG_MANIFEST:
            found += [
                Difference(tag, What.MISSING, "it is not listed") for tag in _LISTED_TAGS if tag not in listed.files
            ]
    if bag.SIGNATURE not in present:
        found.append(Difference(bag.SIGNATURE, What.MISSING, "the signature is missing"))
    declaration = contained.read(bag.BAGIT)
    if declaration is not None and declaration != bag.DECLARATION:
        found.append(Difference(bag.BAGIT, What.ALTERED, "it does not declare BagIt 1.0"))
    return found


def compare(listed: Mapping[str, str], present: Mapping[str, str]) -> list[Difference]:
    """Every difference between a list (name to SHA-256) and what is there."""
    missing = {name: sha256 for name, sha256 in listed.items() if name not in present}
    added = {name: sha256 for name, sha256 in present.items() if name not in listed}
    changed = [name for name in listed if name in present and present[name] != listed[name]]
    found: list[Difference] = []
    for name, sha256 in missing.items():
        now = next((other for other, hashed in added.items() if hashed == sha256), None)
        if now is None:
            found.append(Difference(harmless(name), What.MISSING, "it is listed, but not there"))
        else:
            del added[now]
            found.append(Difference(harmless(name), What.RENAMED, f"its contents are there as {harmless(now)}"))
    found += [Difference(harmless(name), What.ADDED, "no list names it") for name in added]
    for name in changed:
        other = next((other for other in changed if other != name and present[name] == listed[other]), None)
        if other is None:
            found.append(Difference(harmless(name), What.ALTERED, "its contents are not those that the list names"))
        else:
            found.append(Difference(harmless(name), What.SWAPPED, f"it holds the contents of {harmless(other)}"))
    return found


def _once(differences: list[Difference]) -> list[Difference]:
    return list(dict.fromkeys(differences))


def place_of(name: str, under: str) -> PurePosixPath:
    """The path of a file relative to the folder `under`, for names that the container found harmless."""
    return PurePosixPath(name).relative_to(under)
