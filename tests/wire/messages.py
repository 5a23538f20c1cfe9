"""Answers of the general protocols, written for these tests from the protocols' descriptions."""

import datetime as dt
import struct

from zeroconf import DNSAddress, DNSOutgoing, DNSPointer, DNSQuestion, DNSService, DNSText

PTR, TXT, SRV, A, IN = 12, 16, 33, 1, 1

HTTP = (
    b"HTTP/1.1 401 Unauthorized\r\nServer: uc-httpd 1.0.0\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
    b'WWW-Authenticate: Digest realm="Cam \\"One\\"", nonce="x"\r\nWWW-Authenticate: Basic realm=Plain\r\n'
    b"Content-Type: text/html\r\n\r\n<html><head><title>\n Front &amp; door </title>"
    b'<link rel="shortcut icon" href="/i.ico?v=1"></head></html>'
)
RTSP = (
    b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nServer: Example\r\nPublic: OPTIONS, DESCRIBE\r\nContent-Base: rtsp://192.0.2.9/\r\n"
    b"Content-Type: application/sdp\r\nContent-Length: 107\r\n\r\nv=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=Front\r\n"
    b"i=Info\r\na=tool:maker 1\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\nm=audio 0 RTP/AVP 8\r\n"
)
SSDP = (
    b"HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nUSN: uuid:1::upnp:rootdevice\r\nSERVER: Linux UPnP/1.0 Example/1\r\n"
    b"LOCATION: http://192.0.2.9:49152/desc.xml\r\n\r\n"
)
UPNP = (
    b'<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device>'
    b"<deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType><friendlyName>Hall & stairs</friendlyName>"
    b"<manufacturer>Example</manufacturer><modelName>EX-1</modelName><serviceList><service>"
    b"<serviceType>urn:example:service:1</serviceType></service></serviceList></device></root>"
)
PROBE_MATCH = (
    b'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
    b"<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:1</a:Address></a:EndpointReference>"
    b"<d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types>"
    b"<d:Scopes>onvif://www.onvif.org/name/EX onvif://www.onvif.org/hardware/EX-1</d:Scopes>"
    b"<d:XAddrs>http://192.0.2.9:8899/onvif/device_service</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
)
WSD_QUESTION = (
    b'<s:Envelope xmlns:s="x"><s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>'
)
DEVICE_INFORMATION = (
    b'<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"><SOAP-ENV:Body>'
    b"<tds:GetDeviceInformationResponse><tds:Manufacturer>Example</tds:Manufacturer><tds:Model>EX-1</tds:Model>"
    b"</tds:GetDeviceInformationResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>"
)
SOAP_FAULT = (
    b'<s:Envelope xmlns:s="x"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized'
    b"</s:Value></s:Subcode></s:Code><s:Reason><s:Text>Sender not Authorized</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>"
)
SIP = b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.2\r\nServer: Example Door 1.0\r\nUser-Agent: Door/1\r\n\r\n"


def mdns_answer() -> bytes:
    """A HomeKit camera's announcement."""
    message = DNSOutgoing(0x8400)
    service, instance = "_hap._tcp.local.", "Front door._hap._tcp.local."
    message.add_answer_at_time(DNSPointer(service, PTR, IN, 120, instance), 0)
    message.add_answer_at_time(DNSText(instance, TXT, IN, 120, b"\x05ci=17\x05md=EX"), 0)
    message.add_answer_at_time(DNSService(instance, SRV, IN, 120, 0, 0, 80, "ex-1.local."), 0)
    message.add_answer_at_time(DNSAddress("ex-1.local.", A, IN, 120, b"\xc0\x00\x02\x09"), 0)
    return message.packets()[0]


def mdns_question() -> bytes:
    message = DNSOutgoing(0)
    message.add_question(DNSQuestion("_googlecast._tcp.local.", PTR, IN))
    return message.packets()[0]


def reverse_answer(name: str, pointed: str) -> bytes:
    message = DNSOutgoing(0x8580, False, 0x7263)
    message.add_question(DNSQuestion(name, PTR, IN))
    message.add_answer_at_time(DNSPointer(name, PTR, IN, 60, pointed), 0)
    return message.packets()[0]


def certificate(common: str = "axis-00408c000001", organisation: str = "Example, AB") -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([
        x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "SE"),
        x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, common),
    ])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(start).not_valid_after(start + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("camera.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


def dhcp_request(hostname: bytes = b"DCS-1", *, op: int = 1) -> bytes:
    head = struct.pack(">BBBBIHH4s4s4s4s", op, 1, 6, 0, 7, 0, 0, b"\0" * 4, b"\0" * 4, b"\0" * 4, b"\0" * 4)
    head += b"\x00\x40\x8c\x00\x00\x01" + b"\0" * 10 + b"\0" * 192 + b"\x63\x82\x53\x63"
    options = b"\x35\x01\x03\x32\x04\xc0\x00\x02\x09\x0c" + bytes([len(hostname)]) + hostname
    return head + options + b"\x3c\x05udhcp\x37\x03\x01\x03\x06\xff"


def engine_report(engine: bytes) -> bytes:
    def ber(tag: int, value: bytes) -> bytes:
        return bytes([tag, len(value)]) + value

    security = ber(0x30, ber(4, engine) + ber(2, b"\x01") + ber(2, b"\x01") + ber(4, b"") * 3)
    head = ber(0x30, ber(2, b"Ji") + ber(2, b"\x00\xff\xe3") + ber(4, b"\x00") + ber(2, b"\x03"))
    return ber(0x30, ber(2, b"\x03") + head + ber(4, security) + ber(0x30, b""))


def node_status() -> bytes:
    names = b"".join(
        name.ljust(15).encode() + bytes([suffix]) + struct.pack(">H", flags)
        for name, suffix, flags in (("NAS-1", 0x00, 0x0400), ("HOME", 0x00, 0x8400), ("NAS-1", 0x20, 0x0400))
    )
    body = b"\x03" + names + b"\x00\x11\x32\x00\x00\x01" + b"\0" * 40
    head = struct.pack(">6H", 1, 0x8400, 0, 1, 0, 0) + b"\x20CK" + b"A" * 30 + b"\0"
    return head + struct.pack(">HHIH", 0x21, 1, 0, len(body)) + body
