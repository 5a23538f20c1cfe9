"""How a camera sends what was encoded for it beforehand: real senders, and two of our own where none is at hand.

`carry.py` is ours: it carries a real encoder's stream as makers' P2P protocols do. WebRTC is aiortc's.
"""

from tests.flows.pictures import film
from tests.flows.session import FFMPEG, WORLD, Act, Stage

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5"
SWALLOW = [*FFMPEG, "-i"]
WAYS = {
    "h264": ("RTP", "PPPP-like", "RTSP pushed", "WebRTC", "MPEG-TS", "KCP", "RTSP over TCP", "TLS", "RTP by GStreamer", "SRT", "RTMP", "SRTP", "RTSP over UDP"),
    "hevc": ("RTP", "PPPP-like", "RTSP pushed", "MPEG-TS", "KCP", "RTSP over TCP", "TLS", "RTP by GStreamer", "SRT", "SRTP", "RTSP over UDP"),
    "mjpeg": ("HTTP", "PPPP-like", "RTP", "RTSP over TCP", "KCP", "HTTP"),
}
SOUNDS = {
    "RTP": ("aac.m4a", "alaw.wav", "opus.ogg"), "SRTP": ("aac.m4a", "alaw.wav", "opus.ogg"), "RTSP pushed": ("aac.m4a", "alaw.wav", "opus.ogg"),
    "MPEG-TS": ("aac.m4a", "opus.ogg"), "TLS": ("aac.m4a",), "SRT": ("aac.m4a", "opus.ogg"), "RTMP": ("aac.m4a",),
    "RTSP over TCP": ("alaw.wav",), "RTSP over UDP": ("alaw.wav",), "PPPP-like": ("alaw.wav",), "WebRTC": ("opus.ogg",),
}
ENCODERS = ("x264 constant quality", "x264 capped quality", "x264 constant rate", "x265", "openh264", "minih264", "mjpeg")


def camera(encoder: str, stage: Stage) -> Act:  # noqa: C901  one way after another
    """Film `stage.number` by that encoder, sent in one of the ways of its codec."""
    dice, port, number = stage.dice, stage.port, stage.number
    by = "libjpeg" if encoder == "mjpeg" and not number % 2 else encoder
    video = stage.pictures / f"{number}-{by.replace(' ', '_')}.mkv"
    codec = "hevc" if encoder == "x265" else "mjpeg" if encoder == "mjpeg" else "h264"
    ways = WAYS[codec]
    way = ways[(number + 3 * ENCODERS.index(encoder)) % len(ways)]
    sounds = SOUNDS.get(way, ())
    sound = stage.pictures / f"sound{dice.randrange(3)}-{dice.choice(sounds)}" if sounds and dice.random() < 0.6 else None
    told = film(number)
    name = f"{told.act} {told.width}x{told.height} {told.rate}/s {way}" + (f" + {sound.name.split('-')[1]}" if sound else "")
    begin = [*FFMPEG, "-re", "-i", str(video), *(["-re", "-i", str(sound)] if sound else [])]
    maps = ["-map", "0:v", *(["-map", "1:a"] if sound else []), "-c", "copy"]
    raw = stage.python("world.py", "sink", *range(port, port + 4))

    def act(station: list[str], *world: list[str]) -> Act:
        return Act("camera", by, name, [station], list(world))

    if way in {"RTP", "SRTP"}:
        kind = "rtp" if way == "RTP" else "srtp"
        sealed = [] if way == "RTP" else ["-srtp_out_suite", "AES_CM_128_HMAC_SHA1_80", "-srtp_out_params", KEY]
        size = dice.choice([1200, 1300, 1400])
        out = ["-map", "0:v", "-c", "copy", "-f", "rtp", *sealed, f"{kind}://{WORLD}:{port}?pkt_size={size}"]
        if sound:
            out += ["-map", "1:a", "-c", "copy", "-f", "rtp", *sealed, f"{kind}://{WORLD}:{port + 2}?pkt_size={size}"]
        return act(begin + out, raw)
    if way == "RTP by GStreamer":
        parse, pay = ("h265parse", "rtph265pay") if codec == "hevc" else ("h264parse", "rtph264pay")
        pipeline = f"filesrc location={video} ! matroskademux ! {parse} ! {pay} config-interval=1 mtu={dice.choice([1200, 1400])} ! udpsink host={WORLD} port={port}"
        return act(["gst-launch-1.0", "-q", *pipeline.split()], raw)
    if way == "RTSP pushed":
        here = f"rtsp://0.0.0.0:{port}/live"
        return act([*begin, *maps, "-f", "rtsp", "-rtsp_transport", "tcp", f"rtsp://{WORLD}:{port}/live"], [*FFMPEG, "-rtsp_flags", "listen", "-i", here, "-c", "copy", "-f", "null", "-"])
    if way.startswith("RTSP over"):
        client = [*FFMPEG, "-rtsp_transport", way[-3:].lower(), "-i", f"rtsp://{stage.station}:{port}/live", "-c", "copy", "-f", "null", "-"]
        patient = ["sh", "-c", f"sleep 3; exec {' '.join(client)}"]
        return act(stage.python("serve.py", port, codec, video, *([sound] if sound else [])), patient)
    if way == "MPEG-TS":
        return act([*begin, *maps, "-f", "mpegts", f"tcp://{WORLD}:{port}"], [*FFMPEG, "-listen", "1", "-i", f"tcp://0.0.0.0:{port}", "-c", "copy", "-f", "null", "-"])
    if way == "TLS":
        return act([*begin, *maps, "-f", "mpegts", f"tls://{WORLD}:{port}?verify=0"], stage.python("world.py", "tls", port, stage.web / "cert.pem"))
    if way == "SRT":
        return act([*begin, *maps, "-f", "mpegts", f"srt://{WORLD}:{port}?mode=caller&pkt_size=1316"], [*SWALLOW, f"srt://0.0.0.0:{port}?mode=listener", "-c", "copy", "-f", "null", "-"])
    if way == "RTMP":
        return act([*begin, *maps, "-f", "flv", f"rtmp://{WORLD}:{port}/live/room"], [*FFMPEG, "-listen", "1", "-f", "flv", "-i", f"rtmp://0.0.0.0:{port}/live/room", "-c", "copy", "-f", "null", "-"])
    if way == "HTTP":
        return act([*begin, *maps, "-f", "mpjpeg", "-listen", "1", f"http://{stage.station}:{port}/"], ["curl", "-s", "--retry", "30", "--retry-delay", "1", "--retry-connrefused", "-o", "/dev/null", f"http://{stage.station}:{port}/"])
    if way == "WebRTC":
        return act(stage.rtc_python("rtc.py", "offer", WORLD, port, "copy", video, *([sound] if sound else [])), stage.rtc_python("rtc.py", "answer", port, "none"))
    kind = "pppp" if way == "PPPP-like" else "kcp"
    return act(
        stage.rtc_python("carry.py", "send", kind, WORLD, port, stage.seed, codec, video, *([sound] if sound else [])),
        stage.rtc_python("carry.py", "take", kind, port, stage.seed),
    )
