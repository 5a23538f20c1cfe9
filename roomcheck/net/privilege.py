"""Leaving root behind, for good. Linux; elsewhere only the user and group are changed."""

import ctypes
import os
import struct
import sys
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model.errors import NotAllowed

if sys.platform != "win32":
    import pwd

NOBODY: Final = 65_534

_PR_CAPBSET_DROP: Final = 24
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_CAP_AMBIENT: Final = 47
_PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
_CAPABILITY_VERSION: Final = 0x20080522
_CAP_NET_RAW: Final = 13
_LAST_CAPABILITY: Final = 63


class Person(msgspec.Struct, frozen=True):
    """Whom to become."""

    uid: int
    gid: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a process may do, as /proc says."""

    uid: int
    permitted: int
    effective: int
    bounding: int
    no_new_privs: bool


def calling_user() -> Person | None:
    """Who called sudo, None where nobody did."""
    try:
        person = Person(int(os.environ["SUDO_UID"]), int(os.environ["SUDO_GID"]))
    except (KeyError, ValueError):
        return None
    return person if 0 < person.uid < 2**31 and 0 < person.gid < 2**31 else None


def held_by(pid: int | str = "self") -> Held:
    """Reads /proc/PID/status; OSError where there is none."""
    fields = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        if ":" in line
    )
    return Held(
        uid=int(fields["Uid"].split()[1]), permitted=int(fields["CapPrm"], 16), effective=int(fields["CapEff"], 16),
        bounding=int(fields["CapBnd"], 16), no_new_privs=fields["NoNewPrivs"].strip() == "1",
    )


def may_open_raw() -> bool:
    """Whether this process may open packet sockets."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(held_by().effective >> _CAP_NET_RAW & 1)
    except (OSError, KeyError, ValueError):
        return False


def may_read_program(person: Person) -> bool:
    """Whether `person` will still be able to read this Python and roomcheck, whose parts are loaded when needed."""
    return all(_may_enter(Path(place).resolve(), person) for place in (os.__file__, __file__, *_packages()))


def _packages() -> tuple[str, ...]:
    return tuple(place for place in (msgspec.__file__,) if place)


def _may_enter(path: Path, person: Person) -> bool:
    for folder in path.parents:
        try:
            status = folder.stat()
        except OSError:
            return False
        mode = status.st_mode
        allowed = mode & 0o100 if status.st_uid == person.uid else mode & 0o001
        if not allowed and not (status.st_gid in _groups(person) and mode & 0o010):
            return False
    return True


def drop(to: Person | None) -> None:
    """Becomes `to` for good, without groups, capabilities or a way to new ones.

    `None` keeps the user (root in a container, who did not come through sudo) but holds no capability all the same.
    Raises NotAllowed where the system did not obey: nothing may go on then.
    """
    linux = sys.platform.startswith("linux")
    libc = ctypes.CDLL(None, use_errno=True) if linux else None
    if libc is not None:
        libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
        for capability in range(_LAST_CAPABILITY + 1):
            libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    if to is not None and os.geteuid() == 0:
        os.setgroups(_groups(to))
        os.setresgid(to.gid, to.gid, to.gid)
        os.setresuid(to.uid, to.uid, to.uid)
        _become_at_home(to)
    if libc is not None:
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
        libc.capset(header, bytes(24))
        now = held_by()
        if now.permitted or now.effective or not now.no_new_privs or (to is not None and now.uid != to.uid):
            raise NotAllowed("The privileges of root could not be given up.", "Start roomcheck without sudo.")


def _groups(person: Person) -> list[int]:
    try:
        return os.getgrouplist(pwd.getpwuid(person.uid).pw_name, person.gid)
    except KeyError:
        return [person.gid]


def _become_at_home(person: Person) -> None:
    """Files of this process belong into the person's own home, not into root's."""
    try:
        entry = pwd.getpwuid(person.uid)
    except KeyError:
        home, name = "/nonexistent", ""
    else:
        home, name = entry.pw_dir, entry.pw_name
    os.environ.update(HOME=home, USER=name, LOGNAME=name)
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        os.environ.pop(variable, None)
