"""What a server says before it is asked: telnet, FTP, SSH (RFC 854, RFC 959, RFC 4253)."""

import re
from typing import Final

from roomcheck.model.text import decode

_TELNET: Final = re.compile(rb"\xff(?:\xff|[\xfb-\xfe].|\xfa[^\xff]{0,512}\xff\xf0|[\xf0-\xf9])", re.DOTALL)
_ESCAPES: Final = re.compile(r"\x1b(?:\[[0-9;?]{0,16}[A-Za-z]|[()][A-Z0-9]|[A-Za-z=>78])")
_CODE: Final = re.compile(r"^\d{3}[ -]", re.MULTILINE)
_SSH: Final = re.compile(r"^SSH-\d\.\d{1,2}-")


def telnet_text(data: bytes) -> str:
    """A telnet greeting without its negotiation and without terminal escapes."""
    return _ESCAPES.sub("", decode(_TELNET.sub(b"", data))).replace("\0", "").strip()


def ftp_texts(data: bytes) -> tuple[str, ...]:
    """An FTP greeting as it is, and without its reply codes."""
    text = decode(data).strip()
    return tuple(dict.fromkeys((text, _CODE.sub("", text).strip())))


def ssh_texts(data: bytes) -> tuple[str, ...]:
    """An SSH identification line as it is, and the software's name alone."""
    line = decode(data).strip().partition("\n")[0].strip()
    return tuple(dict.fromkeys((line, _SSH.sub("", line))))


def kind_of_banner(data: bytes) -> str:
    """The kind of observation that a greeting is, by its shape; `tcp.banner` where that is unclear."""
    start = data[:200].lower()
    if start.startswith(b"ssh-"):
        return "ssh.banner"
    if re.match(rb"220[ -]", start) and b"ftp" in start:
        return "ftp.banner"
    if b"\xff" in data[:64] and _TELNET.search(data[:64]):
        return "telnet.banner"
    return "tcp.banner"
