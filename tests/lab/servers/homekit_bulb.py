"""A HomeKit bulb by HAP-python (runs on the lab's own Python environment)."""

import json
import signal
import sys

from pyhap.accessory import Accessory
from pyhap.accessory_driver import AccessoryDriver
from pyhap.const import CATEGORY_LIGHTBULB


def main() -> None:
    settings = json.loads(sys.argv[1])
    driver = AccessoryDriver(
        address=settings["ip"],
        port=settings["port"],
        mac=settings["mac"],
        persist_file=settings["store"],
        pincode=b"031-45-154",
    )
    bulb = Accessory(driver, settings["name"])
    bulb.category = CATEGORY_LIGHTBULB
    bulb.add_preload_service("Lightbulb")
    driver.add_accessory(bulb)
    signal.signal(signal.SIGTERM, driver.signal_handler)
    driver.start()


main()
