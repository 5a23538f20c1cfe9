"""A WS-Discovery target service by the package WSDiscovery (runs on the lab's own Python environment)."""

import json
import signal
import sys

from wsdiscovery import QName, Scope
from wsdiscovery.publishing import ThreadedWSPublishing


def main() -> None:
    settings = json.loads(sys.argv[1])
    target = ThreadedWSPublishing(uuid_=f"urn:uuid:{settings['uuid']}")
    target.start()
    target.publishService(
        types=[QName(settings["namespace"], settings["type"])],
        scopes=[Scope(scope) for scope in settings["scopes"]],
        xAddrs=[settings["address"]],
    )
    signal.pause()


main()
