"""GStreamer's RTSP server with a test picture. Runs on Debian's Python, which has the bindings.

Settings (JSON, first argument): ip, port, path, media (`h264` or `mpegts`), digest ([realm, password] or null),
server (a Server header to add, or null).
"""

import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

PIPELINES = {
    "h264": "( videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=5/1 "
    "! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! rtph264pay name=pay0 pt=96 )",
    "mpegts": "( videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=5/1 "
    "! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! mpegtsmux ! rtpmp2tpay name=pay0 pt=33 )",
}


def main() -> None:
    settings = json.loads(sys.argv[1])
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address(settings["ip"])
    server.set_service(str(settings["port"]))
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(PIPELINES[settings["media"]])
    factory.set_shared(True)
    if settings["digest"]:
        realm, password = settings["digest"]
        auth = GstRtspServer.RTSPAuth()
        auth.set_supported_methods(2)  # GstRtsp.RTSPAuthMethod.DIGEST
        auth.set_realm(realm)
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        auth.add_digest("admin", password, token)
        server.set_auth(auth)
        factory.add_role_from_structure(
            Gst.Structure.new_from_string("viewer, media.factory.access=true, media.factory.construct=true")
        )
    server.get_mount_points().add_factory(settings["path"], factory)
    server.attach(None)
    GLib.MainLoop().run()


main()
