"""What python-miio's discovery finds, a line each with the address. Runs on the lab's own Python environment."""

import logging
import sys

from miio.miioprotocol import MiIOProtocol

logging.basicConfig(level=logging.INFO, stream=sys.stdout)
MiIOProtocol.discover(timeout=2)
