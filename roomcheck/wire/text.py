"""Bytes of a declared encoding as text. Cheap firmware declares and uses what its maker's country used."""

import re
from typing import Final

from roomcheck.model.text import decode

_KNOWN: Final = re.compile(
    r"^(utf-?8|gb2312|gbk|gb18030|big5|euc-?(kr|jp)|shift_?jis|iso-8859-\d{1,2}|windows-125\d)$", re.IGNORECASE
)


def text_of(data: bytes, encoding: str = "") -> str:
    """UTF-8 where the bytes are that, else the declared encoding where it is a plain one, else Latin-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _KNOWN.match(encoding):
        return data.decode(encoding, "replace")
    return decode(data)
