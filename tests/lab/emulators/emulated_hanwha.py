"""Hanwha's (Samsung's) search, UDP 7701; the answer goes to UDP 7711 of the asker.

Replays the answer of a Samsung SND-6083 that is recorded in the comments of julienblitte/UniversalScanner:Hanwha.cs, with
the addresses of this device; bytes 1 to 18 repeat the question's, as in the record.
"""

from tests.lab.emulators import doors


def main() -> None:
    told = doors.settings()

    def text(words: str, length: int) -> bytes:
        return words.encode()[: length - 1].ljust(length, b"\0")

    def answer(data: bytes, source: doors.Address):
        if len(data) < 19 or data[0] != 1:
            return
        reply = b"\x0b" + data[1:19] + text(told["mac"].upper(), 18) + text(told["ip"], 16) + text("255.255.255.0", 16)
        reply += text(told["gateway"], 16) + bytes(20) + bytes.fromhex("e2500000") + text(told["model"], 10)
        reply += bytes.fromhex("005000a8112e2724271a27422700") + text(f"http://{told['ip']}/index.htm", 39)
        yield reply.ljust(262, b"\0"), (source[0], 7711)

    doors.live(doors.udp(7701, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
