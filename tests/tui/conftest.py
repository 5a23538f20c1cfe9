import pytest


@pytest.fixture(autouse=True)
def equipment(monkeypatch):
    """The same equipment on every machine."""
    from roomcheck.app.doctor import Ability
    from roomcheck.tui.screens import air

    abilities = (
        Ability("Wi-Fi adapter", there=True, gives=""),
        Ability("Bluetooth", there=False, gives="", how=""),
        Ability("captures", there=True, gives=""),
    )
    monkeypatch.setattr(air, "examine", lambda _: abilities)
