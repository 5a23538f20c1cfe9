import asyncio

import pytest

from roomcheck.net.fake import FakeClock, FakeHeard, FakeHost, FakeLink
from roomcheck.net.link import LinkError, Question


def rtsp(data):
    return b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n" if data.endswith(b"\r\n\r\n") else None


CAMERA = FakeHost("192.168.1.64", "c0:56:e3:00:00:01", tcp={554: rtsp}, udp={37020: lambda data: [b"<ProbeMatch/>"]}, silent=frozenset({81}))
PHONE = FakeHost("192.168.1.70", "02:11:22:33:44:55", drops_tcp=True)


async def gather(iterator):
    return [one async for one in iterator]


def test_the_fake_behaves_as_the_link_does():
    async def scene():
        link = FakeLink([CAMERA, PHONE], clock=FakeClock(), heard=[FakeHeard(6666, b"beacon", "192.168.1.71", 49154)])
        present = await gather(link.sweep(via="arp"))
        assert [one.ip for one in present] == ["192.168.1.64", "192.168.1.70"]
        doors = await gather(link.knock([("192.168.1.64", port) for port in (80, 81, 554)] + [("192.168.1.70", 80)], via="tcp"))
        assert [(door.ip[-2:], door.port, door.state) for door in doors] == [
            ("64", 80, "refused"), ("64", 81, "silent"), ("64", 554, "open"), ("70", 80, "silent"),
        ]
        conversation = await link.connect("192.168.1.64", 554, via="rtsp")
        await conversation.send(b"OPTIONS * RTSP/1.0\r\n\r\n")
        assert (await conversation.read(until=b"\r\n\r\n")).startswith(b"RTSP/1.0 200")
        assert await link.connect("192.168.1.64", 80, via="http") is None
        answers = await gather(link.ask(Question(via="sadp", payloads=(b"?",), to=(("239.255.255.250", 37020),))))
        assert [(a.ip, a.data, a.exchange is not None) for a in answers] == [("192.168.1.64", b"<ProbeMatch/>", True)]
        assert [h.data for h in await gather(link.hear(via="tuya", port=6666))] == [b"beacon"]
        assert [entry.transport for entry in link.log][:2] == ["udp", "tcp"]
        assert len({entry.exchange for entry in link.log}) == len(link.log)

    asyncio.run(scene())


@pytest.mark.parametrize(("ip", "port"), [("192.168.1.64", 9100), ("8.8.8.8", 80), ("192.168.1.2", 80), ("239.255.255.250", 80)])
def test_the_fake_refuses_what_the_link_refuses(ip, port):
    async def scene():
        with pytest.raises(LinkError):
            await FakeLink([CAMERA]).connect(ip, port, via="t")
        with pytest.raises(LinkError):
            await gather(FakeLink([CAMERA]).knock([(ip, port)], via="t"))

    asyncio.run(scene())
