"""Answers and questions of the makers' protocols, with where each was read. Tests of decoders and probes share them.

`REAL` were recorded from devices by others. `SAMPLES` are their authors' anonymised copies of real ones. The rest is
packed here from the public descriptions, apart from the project's own code.
"""

import json
import struct
from hashlib import md5
from zlib import crc32

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def dhip(body: dict[str, object]) -> bytes:
    raw = json.dumps(body).encode()
    return struct.pack("<4s4s8xII II", b"\x20\0\0\0", b"DHIP", len(raw), 0, len(raw), 0) + raw


def xmeye(body: bytes, message: int = 1531) -> bytes:
    return struct.pack("<BBHIIHHI", 255, 0, 0, 0, 0, 0, message, len(body)) + body


def xor_autokey(plain: bytes) -> bytes:
    key, out = 171, []
    for byte in plain:
        key ^= byte
        out.append(key)
    return bytes(out)


def tdp(body: dict[str, object]) -> bytes:
    raw = json.dumps(body).encode()
    head = struct.pack(">BBHHBBI", 2, 0, 1, len(raw), 0x11, 0, 0)
    return head + struct.pack(">I", crc32(head + b"\x5a\x6b\x7c\x8d" + raw)) + raw


TUYA_KEY = md5(b"yGAdlopoPVldABfn").digest()


def tuya_old(plain: bytes, *, closed: bool, command: int = 0x13) -> bytes:
    if closed:
        pad = 16 - len(plain) % 16
        encryptor = Cipher(algorithms.AES(TUYA_KEY), modes.ECB()).encryptor()
        plain = encryptor.update(plain + bytes([pad]) * pad)
    body = bytes(4) + plain
    frame = struct.pack(">IIII", 0x55AA, 0, command, len(body) + 8) + body
    return frame + struct.pack(">II", crc32(frame), 0xAA55)


def tuya_new(plain: bytes, nonce: bytes = b"0123456789ab", command: int = 0x25) -> bytes:
    head = struct.pack(">HIII", 0, 0, command, len(plain) + 28)
    return b"\0\0\x66\x99" + head + nonce + AESGCM(TUYA_KEY).encrypt(nonce, plain, head) + b"\0\0\x99\x66"


# DavidVentura/cam-reverse:tests/fn.test.js, the author's own camera.
PPPP_BATD = bytes.fromhex("f14100144241544400000000000262ca574f4e4a4d000000")
# sol-vin/xet:src/xet/commands/network.cr: the answer of the author's camera, as printed in its comments.
XMEYE = xmeye(
    b'{ "NetWork.NetCommon" : { "ChannelNum" : 1, "DeviceType" : 1, "GateWay" : "0x010BA8C0", '
    b'"HostIP" : "0x6D0BA8C0", "HostName" : "LocalHost", "HttpPort" : 80, "MAC" : "00:12:31:08:bb:97", '
    b'"MaxBps" : 0, "MonMode" : "TCP", "NetConnectState" : 0, '
    b'"OtherFunction" : "D=2019-02-28 17:30:58 V=92a9902100ec7c4", "SN" : "41e6853ada5e9323", "SSLPort" : 8443, '
    b'"Submask" : "0x00FFFFFF", "TCPMaxConn" : 10, "TCPPort" : 34567, "TransferPlan" : "Quality", '
    b'"UDPPort" : 34568, "UseHSDownLoad" : false }, "Ret" : 100, "SessionID" : "0x00000000" }\n\0'
)
# Phenomite/AMP-Research, port 37810: a recorded answer.
DHIP_IPC = dhip({
    "mac": "4c:11:bf:c2:0b:9d", "method": "client.notifyDevInfo",
    "params": {"deviceInfo": {
        "AlarmInputChannels": 0, "AlarmOutputChannels": 0, "DeviceClass": "IPC", "DeviceType": "IPC-HDW5421S",
        "HttpPort": 80, "MachineName": "1F006E4PAX00075", "Manufacturer": "Private", "Port": 37777,
        "RemoteVideoInputChannels": 0, "SerialNo": "1F006E4PAX00075", "Vendor": "Dahua", "Version": "2.400.0.8",
        "VideoInputChannels": 1, "VideoOutputChannels": 16,
    }},
})
# uilibs/unifi-discovery:tests/test_init.py, a UVC G4 Pro and the bridge of its access points.
UBNT_UVC = (
    b"\x01\x00\x00\x8e\x02\x00\n\xe0c\xda\x00^\x08\xc0\xa8\xd4\x01\x01\x00\x06\xe0c\xda\x00^\x08\n\x00\x04\x00\x13\xe60"
    b"\x0b\x00\x04Gate\x0c\x00\nUVC G4 Pro\x17\x00\x04\x00\x00\x00\x00\x03\x00'UVC.S5L.v4.46.18.67.ceacbaa.211202.1017"
    b"\x10\x00\x02c\xa5 \x00$32f695ba-835b-5822-bc54-e290e1789ff1"
)
UBNT_BRIDGE = (
    b"\x01\x00\x00\xa5\x01\x00\x06$ZLu\xba\xe6\x02\x00\n$ZLu\xba\xe6\xc0\xa8\xd5/\x03\x00"
    b"1UFP-UAP-B.MT7622_SOC.v0.4.0.4.340d302.220106.0349\x04\x00\x04\xc0\xa8\xd5/\x05\x00\x06$ZLu\xba\xe6"
    b"\n\x00\x04\x00\x0c\xda/\x0b\x00\x11AlexanderTechRoom\x0c\x00\tUFP-UAP-B\x10\x00\x02\xa6 "
    b"\x14\x00\x18Unifi-Protect-UAP-Bridge\x17\x00\x01\x00"
)
# julienblitte/UniversalScanner:Hanwha.cs, the answer of an SND-6083 as printed in its comment, less the last line.
HANWHA_SND = bytes.fromhex(
    "0b ad2cda75c66ee0faa85d6cb798fa9b814f11"
    "30303a31363a36433a37443a37353a364500 3137322e31362e3132352e3535000000 3235352e3235352e302e300000000000"
    "3137322e31362e302e31000000000000 0000000000000000000000000000000000000000e2500000 534e442d363038330000"
    "005000a8112e2724271a27422700"
    "687474703a2f2f3137322e31362e3132352e35352f696e6465782e68746d000000000000000000"
)

# A recorded answer of a camera with the Eye4 firmware, as an Android programme carries it to try its reader.
VSTARCAM_IPCM = bytes.fromhex(
    "44480108" "31302e34322e302e3137370000000000" "3235352e3235352e3235352e30000000" "31302e34322e302e3100000000000000"
    "31302e34322e302e3100000000000000" "302e302e302e30000000000000000000" "0c8c248e8704" "0000"
    "4950434d303030305a39474145594e0000000000000000000000000000000000"
    "697063616d303030000000000000000000000000000000000000000000000000"
) + bytes(16)
# A recorded answer as a home-automation integration for Foscam lists it, field by field.
FOSCAM_OWNER = bytes.fromhex(
    "4d4f5f4901000000000000000000006200000000000000" "30303632364534443042344200"
    "466f7363616d5f44617274684d61756c0000000000" "0a01652c" "fffffe00" "00000000" "00000000" "01005800"
    "01040108" "020b0106" "0058" "01"
)

REAL = {
    "pppp": PPPP_BATD, "xmeye": XMEYE, "dhip": DHIP_IPC, "ubnt": UBNT_UVC, "ubnt bridge": UBNT_BRIDGE,
    "hanwha": HANWHA_SND, "vstarcam": VSTARCAM_IPCM, "foscam": FOSCAM_OWNER,
}

# julienblitte/UniversalScanner: the samples that its self-tests replay, their names and addresses blanked by it.
SADP = b"""<?xml version="1.0" encoding="UTF-8"?>
<ProbeMatch><Uuid>11223344-5566-7788-9900-112233445566</Uuid>
<Types>inquiry</Types>
<DeviceType>123456</DeviceType>
<DeviceDescription>Virtual</DeviceDescription>
<DeviceSN>Virtual-123456789</DeviceSN>
<CommandPort>8000</CommandPort>
<HttpPort>80</HttpPort>
<MAC>00-11-22-33-44-55</MAC>
<IPv4Address>127.0.0.1</IPv4Address>
<SoftwareVersion>V1.0build 200101</SoftwareVersion>
<Activated>true</Activated>
</ProbeMatch>
"""
SONY = (
    b"\x02MAC:aa-bb-cc-dd-ee-ff\xffMODEL:Virtual\xffSERIAL:123456789\xffINFO:allinfo\xffDHCP:OFF\xff"
    b"IPADR:127.0.0.1\xffMASK:255.0.0.0\xffGATEWAY:\xffWEBPORT:80\xffSOFTVERSION:3.0.0\xff\x03"
)
BOSCH_XML = (
    b'<?xml version="1.0" encoding="UTF-8"?><root xmlns="OEMExt00:device-1-0"><device>'
    b"<deviceType>OEMExt00:device:deviceID0</deviceType><App>1</App><friendlyName>Virtual (XML)</friendlyName>"
    b"<unitName></unitName><serialNumber>12345678:12345678</serialNumber><physAddress>00-11-22-33-44-55</physAddress>"
    b"<unitIPAddress>127.0.0.2</unitIPAddress><RCPPort>1756</RCPPort></device></root>"
)
VISION360 = b"DISCOVER TYPE=IPDOME KEY='00:60:35:32:26:cd' ID=2210376922\n"

SAMPLES = {"sadp": SADP, "sony": SONY, "bosch": BOSCH_XML, "vision360": VISION360}

KASA_CAMERA = xor_autokey(json.dumps({"system": {"get_sysinfo": {"err_code": 0, "system": {
    "type": "IOT.IPCAMERA", "model": "KC120(US)", "alias": "hall", "dev_name": "Kasa Cam", "mac": "AA:AA:AA:11:22:33",
}}}}).encode())
KASA_PLUG = xor_autokey(json.dumps({"system": {"get_sysinfo": {
    "mic_type": "IOT.SMARTPLUGSWITCH", "model": "HS103(US)", "alias": "lamp", "dev_name": "Smart Wi-Fi Plug Mini",
    "relay_state": 0,
}}}).encode())
TAPO_CAMERA = tdp({"error_code": 0, "result": {
    "device_type": "SMART.IPCAMERA", "device_model": "C210", "mac": "AA-AA-AA-11-22-33", "factory_default": False,
}})
TAPO_PLUG = tdp({"error_code": 0, "result": {"device_type": "SMART.TAPOPLUG", "device_model": "P100"}})
TUYA_JSON = json.dumps({
    "ip": "192.0.2.9", "gwId": "eb0123456789abcdefgh", "active": 2, "ability": 0, "encrypt": True,
    "productKey": "keytg5kq8gvkv9dh", "version": "3.3",
}).encode()
TUYA_PLAIN = tuya_old(TUYA_JSON, closed=False, command=0)
TUYA_CLOSED = tuya_old(TUYA_JSON, closed=True)
TUYA_35 = tuya_new(bytes(4) + TUYA_JSON.replace(b"3.3", b"3.5"))
MIIO = bytes.fromhex("21310020") + bytes(4) + bytes.fromhex("0a1b2c3d00001234") + bytes(16)
V380 = b"NVDEVRESULT^100^AA:AA:AA:11:22:33^192.0.2.7^255.255.255.0^192.0.2.1^8.8.8.8^8800^1^1^0^x^41234567^y^z^0\0\0"
DVRIP = (
    struct.pack("<BBH", 0xB3, 0, 17 + 12) + struct.pack("<I", 0x58) + bytes(8) + struct.pack("<IH", 2, 26) + bytes(18)
    + b"DVR".ljust(16, b"\0") + bytes([192, 0, 2, 5, 255, 255, 255, 0, 192, 0, 2, 1, 8, 8, 8, 8]) + bytes(48)
    + b"aa:aa:aa:11:22:33" + b"IPC-HFW1000S" + b"Version:1\r\nSerialNo:PZ3A1\r\n"
)
_FOSCAM_BODY = (
    b"AAAAAA112233\0" + b"baby room".ljust(21, b"\0") + bytes([192, 0, 2, 6]) * 4 + bytes(4 + 8) + b"\0\x50"
)
FOSCAM = b"MO_I" + struct.pack("<HB8sB7x", 1, 0, bytes(8), 64) + _FOSCAM_BODY
FOSCAM_XOR = b"MO_I" + struct.pack("<HB8sB7x", 1, 1, b"K3yK3yK3", 64) + bytes(
    byte ^ b"K3yK3yK3"[at % 8] for at, byte in enumerate(_FOSCAM_BODY)
)
VSTARCAM = (
    b"DH\x01\x08" + b"".join(text.ljust(16, b"\0") for text in (b"192.0.2.8", b"255.255.255.0", b"192.0.2.1", b"", b""))
    + bytes.fromhex("aaaaaa112233") + b"\x51\0" + b"VSTC123456ABCDE".ljust(32, b"\0") + b"IPCAM".ljust(32, b"\0")
    + bytes(0x210 - 156)
)
VIVOTEK = (
    b"\x07\x4a\x5d\x8f\x1c" + b"\x01\x0eNetwork Camera" + b"\x02\x06" + bytes.fromhex("0002d1112233")
    + b"\x03\x04" + bytes([192, 0, 2, 4]) + b"\x04\x50" + b"\x09\x06IP8131"
)
BOSCH_BINARY = bytes.fromhex("9939a427 01020304 00075f112233 0000") + bytes([192, 0, 2, 3] * 3) + bytes(4)
IPRO = (
    bytes.fromhex("00010100 000d") + bytes.fromhex("0080451122330a0b0c0d0e0f") + bytes([192, 0, 2, 2]) + bytes(31)
    + bytes.fromhex("0001000100") + b"\x00\x20\x00\x04" + bytes([192, 0, 2, 10])
    + b"\x00\xa7\x00\x05Entry" + b"\x00\xa8\x00\x10" + b"CAM:WV-NS202".ljust(16, b"\0") + b"\xff\xff\x0f\x11"
)
GVCP = (
    struct.pack(">HHHH", 0, 3, 0xF8, 1) + bytes(10) + bytes.fromhex("003053112233") + bytes(20) + bytes([192, 0, 2, 11])
    + bytes(32) + b"Basler".ljust(32, b"\0") + b"acA1300-60gm".ljust(32, b"\0") + bytes(112)
)
DLINK = (
    b"\xee\xfe" + struct.pack("<HH", 1, 0xA1) + bytes.fromhex("aaaaaa112233") + bytes([192, 0, 2, 12]) + bytes(2)
    + struct.pack("<HH", 2, 400) + bytes(64) + b"DCS-8000LH".ljust(64, b"\0") + bytes(140) + bytes([192, 0, 2, 12])
    + struct.pack("<H", 80) + bytes(126)
)
BAICHUAN = bytes.fromhex("f0debc0a") + struct.pack("<IIII", 1, 0, 0, 0x14_64_DD_00)

DESCRIBED = {
    "kasa": KASA_CAMERA, "kasa plug": KASA_PLUG, "tapo": TAPO_CAMERA, "tapo plug": TAPO_PLUG, "tuya": TUYA_PLAIN,
    "tuya closed": TUYA_CLOSED, "tuya 3.5": TUYA_35, "miio": MIIO, "v380": V380, "dvrip": DVRIP, "foscam described": FOSCAM,
    "foscam closed": FOSCAM_XOR, "vstarcam described": VSTARCAM, "vivotek": VIVOTEK, "bosch binary": BOSCH_BINARY, "ipro": IPRO,
    "gvcp": GVCP, "dlink": DLINK, "reolink": BAICHUAN,
}

ANSWERS = REAL | SAMPLES | DESCRIBED
