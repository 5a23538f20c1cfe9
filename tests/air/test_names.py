"""Names of networks: what people and ordinary devices call theirs says nothing, what cameras in setup are called does."""

import pytest

from roomcheck.assess.assessor import assess
from roomcheck.listeners.air import observations_of_point
from roomcheck.match import library
from roomcheck.model.recording import bare
from roomcheck.model.vocabulary import Verdict
from roomcheck.net.air.listed import Listed

LIBRARY = library.load()
BSSID = "02:00:5e:00:53:01"
"""A private address, so that the name alone speaks."""

ORDINARY = """
FRITZ!Box 7490|Livebox-5301|SFR_5301|Freebox-00530A|Bbox-5301ABCD|TP-LINK_5301|TP-Link_5301_5G|NETGEAR53|dlink-5301|DAP-1320|DAP-X1860
DAP-1650 extender|ASUS_5G|MikroTik-005301|HAP_OFFICE|HAP_LITE2|Vodafone-5301|Telekom_FON|WLAN-005301|o2-WLAN53|HUAWEI-5301|HUAWEI_B535_5301
xfinitywifi|SKY5301A|BTHub6-5301|eduroam|AndroidAP5301|iPhone (2)|DIRECT-53-HP OfficeJet|DIRECT-53-TV|Chromecast5301.b|SmartLife-5301|SL-Smart_5301
Tapo_Plug_5301|shellyplug-s-005301|ESP_005301|tasmota-005301-1234|Ring of Fire|Blink-182|Camera|MyCam|My Camera|CAM|cameron|Cameron 5G|WiFi Camping
wifi_camping|WiFi Cameron|Camping du Lac 2|IPC-Guest|IPC_Office|EZVIZ|EZVIZ_Office|V380|GoPro|GoPro fan|Hikvision|Dahua|thingino|THINGINO-Office|Dafang-Guest
LookCam|NetCamFeed|MV Agusta|MV123|Reolink|Wyze|Arlo|NTGR_VMB_5301|Guest House|Smile, you are on camera|FBI Van|Hidden Camera|hidden camera 4K|0|
""".replace("\n", "|").strip("|").split("|")

SETUP = """
Tapo_Cam_1A2B|EZVIZ_AB1234|HAP_Q02231234|DAP-4L0C1F3PAZ00F|MV12345678|FTYC811847AGFDZ|LookCam_1A2B3C|HDWiFiCam-123456|IPCAM-8A12F0|THINGINO-a1b2
Dafang-00005e005301|CameraHD-00667fa037|KJK_E4A1|ZIOTA_123456789012
""".replace("\n", "|").strip("|").split("|")


def judged(name):
    [device] = assess(bare(observations_of_point(Listed(bssid=BSSID, ssid=name), "2026-11-22T00:00:00Z")), LIBRARY).devices
    return device


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_name_says_nothing_of_cameras(name):
    device = judged(name)
    assert device.verdict in {Verdict.UNRESOLVED, Verdict.CLEARED}
    assert not [each.signature for each in device.evidence if "camera" in each.signature or "ssid" in each.signature]


@pytest.mark.parametrize("name", SETUP)
def test_a_setup_network_is_suspect_and_never_more(name):
    device = judged(name)
    assert device.verdict is Verdict.SUSPECT
    assert any("ssid" in each.signature for each in device.evidence)
