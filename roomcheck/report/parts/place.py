"""Place proof: where, when and by whom a check was made."""

from roomcheck.model.assessment import Assessment
from roomcheck.model.entry import Opened
from roomcheck.report.case import Case
from roomcheck.report.document import Fact, Facts, Paragraph, Role, Runs, Section
from roomcheck.report.phrasing import Writer
from roomcheck.words.terms import NOT_THE_ROOM


def place(case: Case, shown: Assessment, writer: Writer) -> Section:
    """Listing, room, network, times and the clock, and the sentence on what a network says of a room."""
    rows = [
        *_who(case.opened, writer),
        *_network(case.opened, shown, writer),
        writer.fact("Start of the check", writer.when(case.started_at)),
        writer.fact("End of the check", writer.when(case.ended_at)),
        writer.fact("Clock of the computer", _clock(case.opened, writer)),
        writer.fact("Program", writer.data(f"roomcheck {shown.engine}")),
    ]
    return writer.section("Place and time of the check", [Facts(rows=tuple(rows)), not_the_room(writer)])


def not_the_room(writer: Writer) -> Paragraph:
    return writer.paragraph(NOT_THE_ROOM, role=Role.LIMIT)


def _who(opened: Opened | None, writer: Writer) -> list[Fact]:
    return [
        writer.fact("Listing", writer.data(opened.listing or "") if opened else ()),
        writer.fact("Room", writer.data(opened.room or "") if opened else ()),
        writer.fact("Checked by", writer.data(opened.person or "") if opened else ()),
    ]


def _network(opened: Opened | None, shown: Assessment, writer: Writer) -> list[Fact]:
    network = opened.network if opened else None
    if network is None:
        return [writer.fact("Network", writer.say("The recording does not say on which network it was made."))]
    rows = []
    if network.interface.ssid or network.interface.bssid:
        rows.append(writer.fact("Name of the wireless network", writer.data(network.interface.ssid or "")))
        rows.append(writer.fact("Address of the access point", writer.data(network.interface.bssid or "")))
    subnets = writer.listed(writer.data(str(subnet)) for subnet in network.subnets4)
    rows.append(writer.fact("Range of addresses", subnets))
    gateways = writer.listed(writer.data(ip) for ip in (network.gateway4, network.gateway6) if ip)
    hardware = writer.listed(writer.data(one.addresses.mac or "") for one in shown.devices if one.gateway)
    if hardware:
        gateways = writer.say("{addresses} (hardware address {hardware})", addresses=gateways, hardware=hardware)
    rows.append(writer.fact("Gateway of the network", gateways))
    return rows


def _clock(opened: Opened | None, writer: Writer) -> Runs:
    if opened is None:
        return ()
    if opened.clock_offset_s is None:
        return writer.say("Zone {zone}; how exact the clock was is not known.", zone=opened.zone)
    return writer.say(
        "Zone {zone}; {offset} seconds off, by {source}.",
        zone=opened.zone,
        offset=f"{opened.clock_offset_s:+.1f}",
        source=opened.clock_source or "?",
    )
