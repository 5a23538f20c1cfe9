"""The emulators against programs that others wrote: they find each device and read it as what it is."""

import json
from pathlib import Path

import pytest

from tests.lab.devices.parts import LAB_PYTHON
from tests.lab.lab import Lab, Plan
from tests.lab.labs import LABS

pytestmark = pytest.mark.lab

CLIENTS = Path(__file__).with_name("clients")
DEVICES = (
    "router",
    "kasa-camera",
    "kasa-plug",
    "tapo-camera",
    "tapo-plug",
    "miio-camera",
    "miio-vacuum",
    "tuya-camera",
    "tuya-plug",
    "uniview",
    "axis",
)


@pytest.fixture(scope="module")
def few():
    plan = LABS["makers"]()
    with Lab(Plan(title="the confirmed", devices={name: plan.devices[name] for name in DEVICES})) as lab:
        yield lab


def ask(lab: Lab, client: str) -> str:
    done = lab.guest.run([LAB_PYTHON, str(CLIENTS / f"{client}.py")], {"HOME": "/run"}, timeout=40)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode()


def address(lab: Lab, name: str) -> str:
    return lab.places[name].me.ip


def test_python_kasa_reads_the_old_and_the_new_search(few):
    found = json.loads(ask(few, "kasa_discovery"))
    assert found[address(few, "tapo-camera")] == ["C220", "DeviceType.Camera"]
    assert found[address(few, "tapo-plug")][0] == "P100"
    assert found[address(few, "kasa-plug")] == ["HS110", "DeviceType.Plug"]
    assert found[address(few, "kasa-camera")][0] == "KC105"


def test_python_miio_hears_the_hello(few):
    heard = ask(few, "miio_discovery")
    assert all(f"IP {address(few, name)} " in heard for name in ("miio-camera", "miio-vacuum"))


def test_tinytuya_deciphers_the_beacons(few):
    heard = json.loads(ask(few, "tuya_scan"))
    for name in ("tuya-camera", "tuya-plug"):
        place = few.places[name]
        told = json.loads(place.fittings.services[-1].argv[-1])
        assert heard[place.me.ip] == told["serial"]


def test_wsdiscovery_finds_the_transmitter(few):
    found = json.loads(ask(few, "wsd_search"))
    kinds = next(kinds for where, kinds in found.items() if f"//{address(few, 'uniview')}/" in where)
    assert any("NetworkVideoTransmitter" in kind for kind in kinds)


def test_gssdp_finds_the_basic_device(few):
    done = few.guest.run(["gssdp-discover", "-i", "eth0", "--timeout=3"], timeout=20)
    assert f"http://{address(few, 'axis')}:49152/description.xml" in done.stdout.decode()
