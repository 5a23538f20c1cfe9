"""What the package WSDiscovery finds, as JSON: types by address. Runs on the lab's own Python environment."""

import json

from wsdiscovery.discovery import ThreadedWSDiscovery

search = ThreadedWSDiscovery()
search.start()
print(
    json.dumps(
        {
            address: [str(kind) for kind in found.getTypes()]
            for found in search.searchServices(timeout=3)
            for address in found.getXAddrs()
        }
    )
)
search.stop()
