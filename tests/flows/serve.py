"""A camera's RTSP server: `serve.py PORT h264|hevc|mjpeg VIDEO.mkv [SOUND.wav]` at rtsp://.../live. GStreamer's own server, run with the system's Python."""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

PAY = {
    "h264": "h264parse ! rtph264pay config-interval=1", "hevc": "h265parse ! rtph265pay config-interval=1", "mjpeg": "jpegparse ! rtpjpegpay",
}

if __name__ == "__main__":
    port, codec, video, *sound = sys.argv[1:]
    Gst.init(None)
    server = GstRtspServer.RTSPServer(service=port)
    factory = GstRtspServer.RTSPMediaFactory()
    pipeline = f"filesrc location={video} ! matroskademux ! queue ! {PAY[codec]} mtu=1400 name=pay0 pt=96"
    if sound:
        pipeline += f" filesrc location={sound[0]} ! wavparse ! queue ! rtppcmapay name=pay1 pt=8 min-ptime=40000000 max-ptime=40000000"
    factory.set_launch(f"( {pipeline} )")
    server.get_mount_points().add_factory("/live", factory)
    server.attach(None)
    GLib.MainLoop().run()
