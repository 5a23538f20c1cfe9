"""Sony's search, UDP 2380: `ENQ:allinfo` between 02 and 03, lines that end in ff.

The lines that julienblitte/UniversalScanner:Sony.cs reads: MAC, INFO, MODEL, SERIAL, IPADR. Unconfirmed.
"""

from tests.lab.emulators import doors


def main() -> None:
    told = doors.settings()
    lines = [
        f"MAC:{told['mac'].replace(':', '-').upper()}",
        f"MODEL:{told['model']}",
        f"SERIAL:{told['serial']}",
        "SOFTVER:1.54.00",
        f"IPADR:{told['ip']}",
        "MASK:255.255.255.0",
        f"GATEWAY:{told['gateway']}",
        "HTTP:80",
    ]
    reply = b"\x02" + b"".join(line.encode() + b"\xff" for line in lines) + b"\x03"

    def answer(data: bytes, source: doors.Address):
        if data == b"\x02ENQ:allinfo\xff\x03":
            yield reply, source

    doors.live(doors.udp(2380, answer, own=told["ip"]))


if __name__ == "__main__":
    main()
