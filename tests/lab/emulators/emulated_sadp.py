"""Hikvision's search (SADP), UDP 37020 in the group 239.255.255.250.

The answer has the fields and order of a recorded one (DS-2CD2320D-I, firmware V5.5.6). `answer`: "group", as old
firmware does, or "asker". Only a `<Probe>` is answered: an answer contains the inquiry's words too.
Confirmed by a recorded reply; no third-party client was at hand.
"""

import re

from tests.lab.emulators import doors

GROUP = "239.255.255.250"
PORT = 37020


def main() -> None:
    told = doors.settings()

    def answer(data: bytes, source: doors.Address):
        if b"<Probe>" not in data or b"inquiry" not in data:
            return
        asked = re.search(rb"<Uuid>([^<]{1,64})</Uuid>", data)
        fields = [
            ("Uuid", asked.group(1).decode(errors="replace") if asked else ""),
            ("Types", "inquiry"),
            ("DeviceType", "142378"),
            ("DeviceDescription", told["model"]),
            ("DeviceSN", told["serial"]),
            ("CommandPort", "8000"),
            ("HttpPort", "80"),
            ("MAC", told["mac"].replace(":", "-")),
            ("IPv4Address", told["ip"]),
            ("IPv4SubnetMask", "255.255.255.0"),
            ("IPv4Gateway", told["gateway"]),
            ("IPv6Gateway", "::"),
            ("DHCP", "true"),
            ("AnalogChannelNum", "0"),
            ("DigitalChannelNum", "1"),
            ("SoftwareVersion", "V5.5.6build 180326"),
            ("DSPVersion", "V7.3 build 180326"),
            ("BootTime", "2026-09-18 09:21:28"),
            ("Encrypt", "true"),
            ("ResetAbility", "false"),
            ("DiskNumber", "0"),
            ("Activated", "true"),
            ("PasswordResetAbility", "true"),
        ]
        lines = "".join(f"<{name}>{value}</{name}>\r\n" for name, value in fields)
        body = f'<?xml version="1.0" encoding="UTF-8"?>\r\n<ProbeMatch>{lines}</ProbeMatch>\r\n'.encode()
        yield body, (GROUP, PORT) if told["answer"] == "group" else source

    doors.live(doors.udp(PORT, answer, own=told["ip"], groups=[GROUP]))


if __name__ == "__main__":
    main()
