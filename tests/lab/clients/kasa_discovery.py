"""What python-kasa's discovery finds, as JSON: address -> model. Runs on the lab's own Python environment."""

import asyncio
import json
import logging

from kasa import Discover

logging.disable(logging.CRITICAL)


async def main() -> None:
    found = await Discover.discover(interface="eth0", discovery_timeout=3)
    print(json.dumps({ip: [device.model, str(device.device_type)] for ip, device in found.items()}))


asyncio.run(main())
