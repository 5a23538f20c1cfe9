import pytest


@pytest.fixture(autouse=True)
def equipment(monkeypatch):
    """The same equipment, and the same access points around, on every machine."""
    from roomcheck.app import surroundings
    from roomcheck.app.doctor import Ability
    from roomcheck.net.air.unheard import SWITCHED_OFF
    from roomcheck.tui.screens import air
    from tests.tui import airs

    abilities = (
        Ability("Wi-Fi adapter", there=True, gives=""),
        Ability("Bluetooth", there=False, gives="", how=SWITCHED_OFF),
        Ability("captures", there=True, gives=""),
    )
    monkeypatch.setattr(air, "examine", lambda _: abilities)
    monkeypatch.setattr(surroundings, "points_around", lambda _: airs.points())
