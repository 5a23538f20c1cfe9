"""Whether a check had administrator rights is told by what was opened, not by who the process is by then."""

import os

from roomcheck.app.air import AirPlan, check_live
from roomcheck.match import library
from roomcheck.recording import chain


class Quiet:
    """A monitor that hears nothing."""

    can_hop = False
    lost = 0

    def packets(self, _):
        return iter(())

    def statistics(self):
        return 0, 0


def test_rights_that_were_given_up_since_are_recorded(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)
    check_live(Quiet(), AirPlan(folder=tmp_path / "check", seconds=0.0), library.load(), lambda _: None)
    assert chain.read(tmp_path / "check").entries[0].body.privileged is True
