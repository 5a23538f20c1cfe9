"""The first process of a lab machine: settles its namespaces, starts its servers, says when they listen.

Runs by its path and with the standard library alone (`python -I -S boot.py`), so that it starts quickly and in any
environment. It speaks JSON lines: says `{"born": ...}`, reads one settings line, says `{"ready": ...}` or
`{"failed": ...}`, and then lives until its standard input ends or its lifetime is over. As the first process of a PID
namespace it takes every server with it, so a lab cannot outlive the process that built it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

MARKER = "rclab0"
"""The interface that marks a namespace as the lab's; never up, never addressed, connected to nothing."""

_ended: dict[int, int] = {}


def reap(_signal: int, _frame: object) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        _ended[pid] = os.waitstatus_to_exitcode(status)


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def run(argv: list[str], given: str | None = None) -> None:
    done = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    _, trouble = done.communicate(given)
    code = _ended.pop(done.pid, done.returncode)
    if code:
        raise RuntimeError(f"{' '.join(argv)}: {trouble.strip()}")


def set_kernel(path: str, value: str) -> None:
    file = Path("/proc/sys/net", path)
    if file.exists():
        file.write_text(value)


def be_born() -> None:
    """What must hold before the machine gets its wire: marked, quiet, and with a `/sys` of its own."""
    for scope in ("all", "default"):
        set_kernel(f"ipv6/conf/{scope}/accept_dad", "0")
        set_kernel(f"ipv6/conf/{scope}/accept_ra", "0")
        set_kernel(f"ipv6/conf/{scope}/router_solicitations", "0")
    set_kernel("ipv4/ip_forward", "0")
    set_kernel("ipv4/ping_group_range", "0 2147483647")
    run(["ip", "-batch", "-"], f"link add {MARKER} type bridge\nlink set lo up\n")
    run(["mount", "-t", "sysfs", "sysfs", "/sys"])


def mount(settings: dict) -> None:
    for source, place in settings["binds"]:
        run(["mount", "--bind", source, place])
    for place in settings["empty"]:
        if Path(place).is_dir():
            run(["mount", "-t", "tmpfs", "tmpfs", place])
    for place in settings["make"]:
        Path(place).mkdir(parents=True, exist_ok=True)


def plug_in(settings: dict) -> None:
    """Address and route of `eth0`; the hardware address was set by who made the wire."""
    if settings["quiet6"]:
        set_kernel("ipv6/conf/eth0/disable_ipv6", "1")
    lines = [f"addr add {address} dev eth0" for address in settings["addresses"]]
    lines.append("link set eth0 up")
    if settings["gateway"]:
        lines.append(f"route add default via {settings['gateway']} dev eth0")
    lines.extend(settings["ip"])
    # Half-made checksums would look like damage in the capture on the switch.
    run(["ethtool", "-K", "eth0", "tx", "off"])
    run(["ip", "-batch", "-"], "\n".join(lines) + "\n")
    if settings["nft"]:
        run(["nft", "-f", "-"], settings["nft"])


def listening() -> set[tuple[str, int]]:
    """Bound UDP and listening TCP ports of this network namespace."""
    found = set()
    for name, state in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        for line in Path("/proc/net", name).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == state:
                found.add((name[:3], int(fields[1].rpartition(":")[2], 16)))
    return found


def start(service: dict, home: str) -> int:
    log = Path(home, service["name"] + ".log").open("wb")  # noqa: SIM115 - the server's, for its life
    started = subprocess.Popen(
        service["argv"],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        cwd=service["cwd"] or home,
        env={**os.environ, **service["env"]},
        start_new_session=True,
    )
    log.close()
    started.returncode = 0  # the reaper above collects it
    return started.pid


def await_ports(service: dict, pid: int, home: str, until: float) -> None:
    wanted = {(kind, port) for kind, port in service["ready"]}
    while not wanted <= listening():
        if pid in _ended or time.monotonic() > until:
            log = Path(home, service["name"] + ".log").read_bytes()[-1500:].decode(errors="replace")
            how = f"ended with {_ended[pid]}" if pid in _ended else "does not listen in time"
            raise RuntimeError(f"{service['name']} {how}, wanted {sorted(wanted)}:\n{log}")
        time.sleep(0.02)


def live(settings: dict) -> None:
    mount(settings)
    if settings["hostname"]:
        Path("/proc/sys/kernel/hostname").write_text(settings["hostname"])
    if settings["wired"]:
        plug_in(settings)
    until = time.monotonic() + settings["patience"]
    begun = []
    for service in settings["services"]:
        pid = start(service, settings["home"])
        begun.append((service, pid))
        if service["first"]:
            await_ports(service, pid, settings["home"], until)
            while service["first"] is not True and not Path(service["first"]).exists():
                if time.monotonic() > until:
                    raise RuntimeError(f"{service['name']}: no {service['first']}")
                time.sleep(0.02)
    for service, pid in begun:
        await_ports(service, pid, settings["home"], until)


def main() -> None:
    signal.signal(signal.SIGCHLD, reap)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    began = time.monotonic()
    try:
        be_born()
        say(born=True)
        line = sys.stdin.readline()
        if not line:
            return
        settings = json.loads(line)
        signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
        signal.alarm(settings["lifetime"])
        live(settings)
        say(ready=round(time.monotonic() - began, 3))
    except (OSError, RuntimeError, ValueError, KeyError) as trouble:
        say(failed=f"{type(trouble).__name__}: {trouble}")
        settings = {"remove": ""}
    while sys.stdin.readline():
        pass
    if settings["remove"]:
        shutil.rmtree(settings["remove"], ignore_errors=True)


if __name__ == "__main__":
    main()
