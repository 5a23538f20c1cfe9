"""WebRTC by aiortc (PyPI; ICE, DTLS, SRTP, RTCP, and its own rate control where it encodes itself).

`rtc.py offer HOST PORT copy VIDEO.mkv [SOUND]` sends what an encoder made before, as a camera does;
`rtc.py offer HOST PORT call VIDEO [SOUND]` encodes live (VP8); `voice SOUND` sends sound alone.
`rtc.py answer PORT none|call|voice [VIDEO] [SOUND]` is the other side, and sends the same or nothing.
The two sides find each other by one exchange of lines over TCP. Needs `aiortc` and ffmpeg.
"""

import asyncio
import json
import subprocess
import sys
import tempfile

from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole, MediaPlayer


def annexb(video: str) -> str:
    """The stream in the form in which aiortc cuts it into packets."""
    out = tempfile.mkstemp(suffix=".ts")[1]
    subprocess.run(["ffmpeg", "-y", "-nostdin", "-loglevel", "error", "-i", video, "-c", "copy", "-f", "mpegts", out], check=True)
    return out


def send(link: RTCPeerConnection, how: str, files: "list[str]") -> None:
    sound = [file for file in files if file.endswith((".ogg", ".wav", ".m4a"))]
    video = [file for file in files if file not in sound]
    if how != "voice" and video:
        copied = how == "copy"
        player = MediaPlayer(annexb(video[0]) if copied else video[0], decode=not copied)
        link.addTrack(player.video)
        if copied:
            wanted = [codec for codec in RTCRtpSender.getCapabilities("video").codecs if codec.mimeType == "video/H264"]
            next(each for each in link.getTransceivers() if each.kind == "video").setCodecPreferences(wanted)
    if sound:
        link.addTrack(MediaPlayer(sound[0]).audio)


async def settle(link: RTCPeerConnection) -> bytes:
    told = link.localDescription
    return json.dumps({"sdp": told.sdp, "type": told.type}).encode() + b"\n"


def ready() -> "tuple[RTCPeerConnection, MediaBlackhole]":
    link, hole = RTCPeerConnection(RTCConfiguration(iceServers=[])), MediaBlackhole()
    link.on("track", hole.addTrack)
    return link, hole


async def offer(host: str, port: str, how: str, files: "list[str]") -> None:
    link, hole = ready()
    send(link, how, files)
    for _ in range(40):
        try:
            reader, writer = await asyncio.open_connection(host, int(port), limit=1 << 20)
            break
        except OSError:
            await asyncio.sleep(0.25)
    await link.setLocalDescription(await link.createOffer())
    writer.write(await settle(link))
    told = json.loads(await reader.readline())
    await link.setRemoteDescription(RTCSessionDescription(**told))
    await hole.start()
    writer.close()
    await asyncio.sleep(300)


async def answer(port: str, how: str, files: "list[str]") -> None:
    link, hole = ready()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await link.setRemoteDescription(RTCSessionDescription(**json.loads(await reader.readline())))
        if how != "none":
            send(link, how, files)
        await link.setLocalDescription(await link.createAnswer())
        writer.write(await settle(link))
        await writer.drain()
        await hole.start()

    async with await asyncio.start_server(meet, "0.0.0.0", int(port), limit=1 << 20):
        await asyncio.sleep(300)


if __name__ == "__main__":
    if sys.argv[1] == "offer":
        asyncio.run(offer(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:]))
    else:
        asyncio.run(answer(sys.argv[2], sys.argv[3], sys.argv[4:]))
