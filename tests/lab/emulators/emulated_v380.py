"""V380's search: `NVDEVSEARCH^100` to UDP 10008, the answer to UDP 10009 of the asker.

Three independent clients read of the answer: `NVDEVRESULT` first, the MAC third, the address fourth, the device's number
thirteenth, at least sixteen fields. The other fields are left empty here, for nothing public says what they hold.
Unconfirmed beyond those clients' reading.
"""

from tests.lab.emulators import doors


def main() -> None:
    told = doors.settings()
    fields = [
        "NVDEVRESULT",
        "100",
        told["mac"].upper(),
        told["ip"],
        "255.255.255.0",
        told["gateway"],
        *[""] * 6,
        told["serial"],
        *[""] * 3,
    ]

    def answer(data: bytes, source: doors.Address):
        if data.rstrip(b"\0").startswith(b"NVDEVSEARCH^"):
            yield "^".join(fields).encode(), (source[0], 10009)

    doors.live(doors.udp(10008, answer, own=told["ip"]), doors.mute(8800))


if __name__ == "__main__":
    main()
