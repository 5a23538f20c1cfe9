"""What test_wire.py lets roomcheck do inside the guest's namespace: `python -m tests.net.inside SCENARIO [ARGUMENT]`.

Each scenario prints one JSON document.
"""

import asyncio
import json
import os
import ssl
import sys
import time
from pathlib import Path

from roomcheck.model.errors import NotAllowed, OutOfScope
from roomcheck.net.clock import SystemClock
from roomcheck.net.interfaces import network_of
from roomcheck.net.link import FORBIDDEN_PORTS, LinkError, Question
from roomcheck.net.live import open_link

HOST = "10.99.7.10"


def _link(name="wire0", log=None, **more):
    return open_link(network_of(name), recorder=(log if log is not None else []).append, clock=SystemClock(), **more)


async def refuse(_):
    try:
        async with _link():
            return {"opened": True}
    except NotAllowed as error:
        return {"opened": False, "said": str(error)}


async def sweep(argument):
    log = []
    async with _link(log=log, capture=argument == "privileged") as link:
        started = time.monotonic()
        privileged = await link._capture.ready() if link._capture else False
        ready = time.monotonic()
        found = [[p.ip, p.mac, p.kind, round(time.monotonic() - ready, 3)] async for p in link.sweep(via="sweep")]
        seconds = time.monotonic() - ready
        solicited = [[p.ip, p.mac, p.kind] async for p in link.solicit(via="solicit")]
    return {
        "privileged": privileged, "found": found, "seconds": seconds, "start": ready - started, "solicited": solicited,
        "sent": [[e.transport, e.to, e.count] for e in log if hasattr(e, "transport")],
    }


async def everything(_):
    """All that a link can send, forbidden things tried too."""
    refused = []
    async with _link() as link:
        _ = [p async for p in link.sweep(via="t")]
        _ = [p async for p in link.solicit(via="t")]
        for to in [(HOST, 3702), ("239.255.255.250", 1900), ("255.255.255.255", 37020), ("224.0.0.251", 5353), ("ff02::fb", 5353), ("10.99.7.255", 10001)]:
            _ = [d async for d in link.ask(Question(via="t", payloads=(b"hello",), to=(to,), wait=0.1, repeat=2))]
        _ = [o async for o in link.knock([(HOST, port) for port in (22, 80, 554, 8000)], via="t")]
        conversation = await link.connect(HOST, 80, via="t")
        if conversation is not None:
            await conversation.send(b"GET / HTTP/1.0\r\n\r\n")
            await conversation.read()
            await conversation.close()
        tries = [(HOST, port) for port in FORBIDDEN_PORTS] + [("10.99.8.1", 80), ("8.8.8.8", 53), ("127.0.0.1", 80), ("10.99.7.2", 80)]
        for ip, port in tries:
            for attempt in (
                lambda ip=ip, port=port: link.connect(ip, port, via="t"),
                lambda ip=ip, port=port: anext(link.knock([(ip, port)], via="t")),
                lambda ip=ip, port=port: anext(link.ask(Question(via="t", payloads=(b"x",), to=((ip, port),)))),
                lambda ip=ip, port=port: asyncio.open_connection(ip, port),
            ):
                try:
                    await attempt()
                except (LinkError, OutOfScope) as error:
                    refused.append(type(error).__name__)
                else:
                    raise AssertionError((ip, port))
    return {"refused": len(refused), "tries": 4 * len(tries)}


async def knocks(_):
    log = []
    async with _link(log=log, capture=False) as link:
        async for _p in link.sweep(via="t", addresses=[HOST, "10.99.7.11"]):
            pass
        started = time.monotonic()
        states: dict[str, int] = {}
        doors = [(ip, port) for ip in (HOST, "10.99.7.11") for port in [80, *range(20000, 20060)]]
        opened = []
        async for outcome in link.knock(doors, via="t"):
            states[outcome.state] = states.get(outcome.state, 0) + 1
            if outcome.state == "open":
                opened.append([outcome.ip, outcome.port])
        seconds = time.monotonic() - started
        dead = time.monotonic()
        silent = [o.state async for o in link.knock([("10.99.7.200", 80)], via="t")]
        dead = time.monotonic() - dead
    return {"states": states, "opened": opened, "seconds": seconds, "silent": silent, "dead": dead, "sent": [e.raw for e in log if getattr(e, "transport", "") == "tcp"]}


async def converse(_):
    """Conversations with servers that end, stall, flood and reset, on the namespace's own loopback."""
    async def page(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.0 200 OK\r\nA: b\r\n\r\nbody")
        writer.close()

    async def drip(_reader, writer):
        try:
            while True:
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)
        except OSError:
            pass

    async def flood(_reader, writer):
        try:
            while True:
                writer.write(b"y" * 65536)
                await writer.drain()
        except OSError:
            pass

    async def reset(_reader, writer):
        writer.transport.abort()

    got = {}
    async with _link("lo", capture=False) as link:
        for name, serve in (("page", page), ("drip", drip), ("flood", flood), ("reset", reset)):
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            conversation = await link.connect("127.0.0.1", port, via="t")
            started = time.monotonic()
            await conversation.send(b"GET / HTTP/1.0\r\n\r\n")
            head = await conversation.read(until=b"\r\n\r\n", limit=4096, seconds=0.5)
            rest = await conversation.read(limit=100_000, seconds=0.5)
            got[name] = [len(head), len(rest), conversation.broken, round(time.monotonic() - started, 2)]
            await conversation.close()
            server.close()
        got["nobody"] = await link.connect("127.0.0.1", 1, via="t")
    return got


async def tls(argument):
    """A TLS server with a self-signed certificate that speaks nothing newer than TLS 1.0, as cheap cameras do."""
    folder = Path(argument)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1

    async def page(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.0 200 OK\r\n\r\nbody")
        writer.close()

    async with _link("lo", capture=False) as link:
        server = await asyncio.start_server(page, "127.0.0.1", 0, ssl=context)
        conversation = await link.connect("127.0.0.1", server.sockets[0].getsockname()[1], via="t")
        certificate = await conversation.start_tls()
        await conversation.send(b"GET / HTTP/1.0\r\n\r\n")
        page_bytes = await conversation.read()
        await conversation.close()
        server.close()
    same = certificate == ssl.PEM_cert_to_DER_cert((folder / "cert.pem").read_text())
    return {"same": same, "page": page_bytes.decode(), "version": conversation._tls.version()}


async def shared(_):
    """Two questions from one fixed port: each gets its own host's answers only, and the listener hears both."""
    async with _link("wire0", capture=False) as link:
        heard = []

        async def listen():
            async for datagram in link.hear(via="t", port=37020, seconds=1.0):
                heard.append(datagram.ip)  # noqa: PERF401  what was heard counts even where the end comes early

        async def ask(ip):
            question = Question(via="t", payloads=(b"inquiry",), to=((ip, 37020),), bind_port=37020, wait=0.5)
            return [[d.ip, d.data.decode(), d.exchange is not None] async for d in link.ask(question)]

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.1)
        answers = await asyncio.gather(ask(HOST), ask("10.99.7.11"))
        await listening
    return {"answers": answers, "heard": sorted(heard)}


async def wait(_):
    async with _link() as link:
        await link._capture.ready()
        print(link._capture.pid, flush=True)
        await asyncio.sleep(30)


async def _privileges(folder):
    from roomcheck.net import privilege

    path = Path(folder) / "packets.pcapng"
    async with _link(pcapng=path) as link:
        _ = [p async for p in link.sweep(via="t")]
        pids = [os.getpid(), link._capture.pid] if link._capture else [os.getpid()]
        held = []
        for pid in pids:
            one = privilege.held_by(pid)
            held.append({"uid": one.uid, "permitted": one.permitted, "effective": one.effective, "bounding": one.bounding, "no_new_privs": one.no_new_privs})
        privileged = link.privileged
    async with _link() as link:
        again = [p.ip async for p in link.sweep(via="t", addresses=[HOST])]
        still = link.privileged
    return {"held": held, "privileged": privileged, "again": again, "still": still, "groups": os.getgroups()}


def privileges(folder):
    from roomcheck.net.capture_program import shed_root

    shed_root()
    return asyncio.run(_privileges(folder))


if __name__ == "__main__":
    scenario = globals()[sys.argv[1]]
    argument = sys.argv[2] if len(sys.argv) > 2 else ""
    result = scenario(argument)
    print(json.dumps(asyncio.run(result) if asyncio.iscoroutine(result) else result))
