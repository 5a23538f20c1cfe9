"""The probes for the makers' own discovery protocols, in the order in which they are asked.

Reolink's needs none: its first message on TCP 9000 is a log-in, so that port is only read, as other banners are.
"""

from typing import Final

from roomcheck.probes.makers import (
    bosch,
    dhip,
    dlink,
    dvrip,
    foscam,
    gvcp,
    hanwha,
    ipro,
    kasa,
    miio,
    pppp,
    sadp,
    sony,
    tapo,
    tuya,
    ubnt,
    v380,
    vision360,
    vivotek,
    vstarcam,
    xmeye,
)
from roomcheck.probes.probe import Probe

MAKERS: Final[tuple[Probe, ...]] = (
    sadp.PROBE, dhip.PROBE, pppp.PROBE, xmeye.PROBE, v380.PROBE, tapo.PROBE, kasa.PROBE, vstarcam.PROBE,
    foscam.PROBE, ubnt.PROBE, tuya.PROBE, miio.PROBE, dvrip.PROBE, dlink.PROBE, hanwha.PROBE, vivotek.PROBE, ipro.PROBE,
    sony.PROBE, bosch.PROBE, vision360.PROBE, gvcp.PROBE,
)
