"""Run inside a network namespace that holds loopback alone: opens `roomcheck serve --demo` in Chromium.

Prints one JSON document: what was requested, what the terminal showed, what was refused.
"""

import asyncio
import base64
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import aiohttp


async def devtools(folder, process):
    place = folder / "DevToolsActivePort"
    for _ in range(200):
        if place.exists() and len(place.read_text().splitlines()) == 2:
            port, path = place.read_text().splitlines()
            return int(port), path
        if process.returncode is not None:
            raise SystemExit(f"chromium ended: {(await process.stderr.read()).decode()[-2000:]}")
        await asyncio.sleep(0.1)
    raise SystemExit("chromium does not answer")


class Page:
    def __init__(self, socket):
        self.socket, self.number, self.waiting = socket, 0, {}
        self.requested, self.shown = [], b""

    async def read(self):
        async for message in self.socket:
            told = json.loads(message.data)
            if "id" in told:
                self.waiting.pop(told["id"]).set_result(told.get("result", told))
            elif told["method"] == "Network.requestWillBeSent":
                self.requested.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketCreated":
                self.requested.append(told["params"]["url"])
            elif told["method"] == "Network.webSocketFrameReceived":
                frame = told["params"]["response"]
                self.shown += (
                    base64.b64decode(frame["payloadData"]) if frame["opcode"] == 2 else frame["payloadData"].encode()
                )

    async def ask(self, method, **params):
        self.number += 1
        answer = self.waiting[self.number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": self.number, "method": method, "params": params})
        return await asyncio.wait_for(answer, 20)

    async def until(self, text, seconds=40):
        for _ in range(int(seconds * 10)):
            if text in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", self.shown).decode("utf-8", "replace"):
                return True
            await asyncio.sleep(0.1)
        return False

    async def type(self, text):
        for letter in text:
            await self.ask("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", key=letter)
            await asyncio.sleep(0.1)


async def main(picture):
    environment = {**os.environ, "LANG": "en_GB.UTF-8", "NO_COLOR": ""}
    environment.pop("NO_COLOR")
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "roomcheck.cli.main",
        "serve",
        "--demo",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    await server.stdout.readline()
    address = (await server.stdout.readline()).decode().strip()
    root = address.partition("/open/")[0]
    told = {"address": re.sub(r"/open/.*", "/open/…", address)}
    folder = Path(tempfile.mkdtemp())
    chromium = await asyncio.create_subprocess_exec(
        "chromium",
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--window-size=1100,700",
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with aiohttp.ClientSession() as session:

            async def status(path, **options):
                async with session.get(root + path, allow_redirects=False, **options) as answer:
                    return answer.status

            told["without"] = [
                await status("/"),
                await status("/ws"),
                await status("/static/js/textual.js"),
                await status("/open/guess"),
            ]
            port, _ = await devtools(folder, chromium)
            async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                target = next(each for each in await answer.json() if each["type"] == "page")
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                reading = asyncio.create_task(page.read())
                await page.ask("Network.enable")
                await page.ask("Page.enable")
                await page.ask("Page.navigate", url=address)
                told["check"] = await page.until("identified themselves as cameras")
                page.shown = b""
                await page.type("3")
                told["walk"] = await page.until("Smoke detectors")
                fonts = await page.ask(
                    "Runtime.evaluate", expression="[...document.fonts].filter(f=>f.status=='loaded').length"
                )
                told["fonts"] = fonts["result"]["value"]
                shot = await page.ask("Page.captureScreenshot")
                picture.write_bytes(base64.b64decode(shot["data"]))
                told["requested"] = page.requested
                reading.cancel()
            told["again"] = await status(address.removeprefix(root))
            told["other host"] = await status("/", headers={"Host": "rebound.example"})
    finally:
        for process in (chromium, server):
            if process.returncode is None:
                process.terminate()
                await process.wait()
    print(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
