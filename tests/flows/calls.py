"""Calls and shared screens. What goes up alone looks the same as a camera; these have rows of their own.

WebRTC is Chromium's (its own encoder and rate control, a file for a camera; a shared screen is a canvas on which text
scrolls) and aiortc's; RTP by ffmpeg is a call's encoders without a call program's rate control.
"""

from collections.abc import Callable

from tests.flows.household import CHROMIUM, WEB, shell, vnc
from tests.flows.session import FFMPEG, WORLD, Act, Stage


def sound(stage: Stage) -> str:
    return f"{stage.pictures}/sound{stage.dice.randrange(3)}-{stage.dice.choice(['opus.ogg', 'opus.ogg', 'opus60.ogg'])}"


def rtp(stage: Stage, to: str, port: int, video: "str | None") -> list[list[str]]:
    """What one side sends: sound, and a picture encoded beforehand where there is one."""
    heard = [*FFMPEG, "-re", "-i", sound(stage), "-c", "copy", "-f", "rtp", f"rtp://{to}:{port + 2}"]
    seen = [*FFMPEG, "-re", "-i", str(video), "-c", "copy", "-f", "rtp", f"rtp://{to}:{port}?pkt_size={stage.dice.choice([1100, 1200])}"]
    return [heard, seen] if video else [heard]


def picture(stage: Stage, kind: str, codec: str) -> str:
    return f"{stage.pictures}/{kind}-{stage.dice.randrange(6)}-{codec}.mkv"


def browser(stage: Stage, role: str, sends: str) -> list[str]:
    flags = [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--unsafely-treat-insecure-origin-as-secure={WEB}",
        f"--use-file-for-fake-video-capture={stage.pictures}/talking-{(stage.number + len(role)) % 6}.mjpeg",
        f"--use-file-for-fake-audio-capture={stage.pictures}/sound{stage.number % 3}-pcm.wav",
    ]
    return [*CHROMIUM, *flags, f"--user-data-dir={stage.home}/{role}", f"{WEB}/call.html?role={role}&room={stage.seed}&sends={sends}"]


def sinks(stage: Stage) -> list[list[str]]:
    return [stage.python("world.py", "sink", *range(stage.port, stage.port + 4))]


def video_call(stage: Stage) -> Act:
    kind = stage.number % 4
    if kind == 0:
        return Act("video call", "chromium", "both ways", [browser(stage, "offer", "both")], [browser(stage, "answer", "both")])
    if kind == 1:
        files = [f"{stage.pictures}/talking-{stage.number % 6}-libx264.mkv", sound(stage)]
        back = [f"{stage.pictures}/talking-{(stage.number + 1) % 6}-libx264.mkv", sound(stage)]
        return Act("video call", "aiortc", "both ways", [stage.rtc_python("rtc.py", "offer", WORLD, stage.port, "call", *files)], [stage.rtc_python("rtc.py", "answer", stage.port, "call", *back)])
    codec = ("libvpx", "libx264")[kind % 2]
    up, down = picture(stage, "talking", codec), picture(stage, "talking", codec)
    return Act("video call", codec, "both ways", [*rtp(stage, WORLD, stage.port, up), stage.python("world.py", "sink", *range(stage.port, stage.port + 4))], [*rtp(stage, stage.station, stage.port, down), *sinks(stage)])


def uplink_call(stage: Stage) -> Act:
    """The other side has its picture off."""
    kind = stage.number % 3
    if kind == 0:
        return Act("uplink call", "chromium", "picture one way", [browser(stage, "offer", "both")], [browser(stage, "answer", "sound")])
    codec = ("libvpx", "libx264")[kind - 1]
    return Act("uplink call", codec, "picture one way", [*rtp(stage, WORLD, stage.port, picture(stage, "talking", codec)), stage.python("world.py", "sink", stage.port + 2, stage.port + 3)], [*rtp(stage, stage.station, stage.port, None), *sinks(stage)])


def screen_sharing(stage: Stage) -> Act:
    kind = stage.number % 4
    if kind == 0:
        return Act("screen sharing", "chromium", "canvas", [browser(stage, "offer", "screen")], [browser(stage, "answer", "sound")])
    if kind == 1:
        look = shell(f"export DISPLAY=:{2000 + stage.seed}; Xvfb $DISPLAY -screen 0 1280x800x24 & sleep 6; xtigervncviewer -SecurityTypes None {stage.station}::{stage.port}")
        return Act("screen sharing", "VNC", "is looked at", [vnc(stage)], [look])
    codec = ("libvpx", "libx264")[kind % 2]
    return Act("screen sharing", codec, "one way", [*rtp(stage, WORLD, stage.port, picture(stage, "screen", codec)), stage.python("world.py", "sink", stage.port + 2, stage.port + 3)], [*rtp(stage, stage.station, stage.port, None), *sinks(stage)])


def voice_call(stage: Stage) -> Act:
    kind = stage.number % 4
    if kind == 0:
        return Act("voice call", "aiortc", "both ways", [stage.rtc_python("rtc.py", "offer", WORLD, stage.port, "voice", f"{stage.pictures}/sound0-pcm.wav")], [stage.rtc_python("rtc.py", "answer", stage.port, "voice", f"{stage.pictures}/sound1-pcm.wav")])
    if kind == 1:
        def alaw(to: str) -> list[str]:
            return [*FFMPEG, "-re", "-i", f"{stage.pictures}/sound{stage.dice.randrange(3)}-alaw.wav", "-c", "copy", "-f", "rtp", f"rtp://{to}:{stage.port}?pkt_size={stage.dice.choice([172, 332])}"]

        hole = stage.python("world.py", "sink", stage.port, stage.port + 1)
        return Act("voice call", "G.711", "both ways", [alaw(WORLD), hole], [alaw(stage.station), hole])
    hole = stage.python("world.py", "sink", stage.port + 2, stage.port + 3)
    return Act("voice call", "opus", "both ways", [*rtp(stage, WORLD, stage.port, None), hole], [*rtp(stage, stage.station, stage.port, None), hole])


CALLS: "dict[str, tuple[Callable[[Stage], Act], int]]" = {
    "video call": (video_call, 28), "uplink call": (uplink_call, 18), "screen sharing": (screen_sharing, 20), "voice call": (voice_call, 32),
}
