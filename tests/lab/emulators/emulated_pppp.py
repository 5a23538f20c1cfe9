"""CS2's "LAN search" (PPPP, iLnk), UDP 32108, plain or obfuscated with a maker's word.

Plain: `f1 30 00 00` asks, `f1 41 00 14` and the identity answer: prefix in 8, number in 4 (big endian), check in 8, as
in recorded answers (DavidVentura/cam-reverse:tests/fn.test.js). Obfuscated: a chain of substitutions with a four-byte
key made of the word; the table and the chain are described in magicus/pppp-dissector. Its published first bytes
(`camera` -> 2c ba 5f 5d) are checked at the start. Confirmed by recorded replies and those bytes.
"""

import struct

from tests.lab.emulators import doors

TABLE = bytes.fromhex(
    "7c9ce84a13dedcb22f2123e4307b3d8cbc0b270c3cf79ae7087196009785efc1"
    "1fc4dba1c2ebd901faba3b05b81587832872d18b5ad6da9358feaacc6e1bf0a3"
    "88ab43c00db545384f502266207f075b14981d9ba72ab9a8cbf1fc4947063eb1"
    "0e043a945eee541134dd4df9ecc7c9e3781a6f706ba4bda95dd5f8e5bb26af42"
    "37d8e1020aae5f1cc573094e6924906d12b319ad748a2940f52dbea559e0f479"
    "d24bce8982488425c6912ba2fb8fe9a6b09e3f65f603312eac0f952c5ced39b7"
    "336c567eb4a0fd7a815351868d9f77ff6a80dfe2bf10d775645776f355cdd0c8"
    "18e6364162cf99f2324c67606192cad3ea637d16b68ed46835c3529d46441e17"
)


def key_of(word: bytes) -> bytes:
    total = sum(word)
    mixed = 0
    for byte in word:
        mixed ^= byte
    return bytes((total & 255, -total & 255, sum(byte // 3 for byte in word) & 255, mixed))


def obscure(data: bytes, word: bytes) -> bytes:
    key, last, out = key_of(word), 0, bytearray()
    for byte in data:
        last = byte ^ TABLE[(key[last & 3] + last) & 255]
        out.append(last)
    return bytes(out)


def main() -> None:
    told = doors.settings()
    word = told["word"].encode()
    assert obscure(bytes.fromhex("f1300000"), b"camera").hex() == "2cba5f5d"
    questions = [bytes.fromhex("f1300000"), bytes.fromhex("f1320000")]
    prefix, number, check = told["uid"]
    reply = (
        bytes.fromhex("f1410014")
        + prefix.encode().ljust(8, b"\0")
        + struct.pack(">I", number)
        + check.encode().ljust(8, b"\0")
    )
    if word:
        questions = [obscure(question, word) for question in questions]
        reply = obscure(reply, word)

    def answer(data: bytes, source: doors.Address):
        if data in questions:
            yield reply, source

    doors.live(doors.udp(32108, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
