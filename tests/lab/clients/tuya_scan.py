"""What tinytuya's scanner hears, as JSON: address -> identity. Runs on the lab's own Python environment."""

import json

import tinytuya

heard = tinytuya.deviceScan(verbose=False, maxretry=7, poll=False, forcescan=False, byID=False)
print(json.dumps({ip: device["gwId"] for ip, device in heard.items()}))
