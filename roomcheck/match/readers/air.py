"""What was heard of the air: access points, Bluetooth, flows, and how a flow reacted."""

from roomcheck.match.readers.reader import Pairs
from roomcheck.model.observation import Observation
from roomcheck.wire.radio import parse_access_point, parse_advertisement, parse_flow, parse_reaction


def access_point(observation: Observation) -> Pairs:
    return (("wifi.ssid", parse_access_point(observation.data).ssid or ""),)


def advertisement(observation: Observation) -> Pairs:
    said = parse_advertisement(observation.data)
    yield "ble.name", said.name or ""
    yield from (("ble.service", service) for service in said.services)
    yield from (("ble.maker_id", str(number)) for number in said.maker_ids)


def flow(observation: Observation) -> Pairs:
    seen = parse_flow(observation.data)
    if seen is not None:
        yield "flow.like", seen.like
        yield "flow.rate", f"{seen.up_kbit_s:.0f} kbit/s"


def reaction(observation: Observation) -> Pairs:
    seen = parse_reaction(observation.data)
    if seen is not None:
        yield "reaction.outcome", seen.outcome
        yield "reaction.like", seen.like
        yield "reaction.chosen", seen.chosen
        yield from (("reaction.kind", effect.kind) for effect in seen.effects if effect.passed)
