"""What people have at home that is no camera: real programs, and a few of our own where none is at hand (`world.py`).

Ours are: games' datagrams, heartbeats, sensors' readings. Calls and shared screens, which look like cameras more or less,
stand in `calls.py`.
"""

from collections.abc import Callable

from tests.flows.session import FFMPEG, WORLD, Act, Stage

WEB = f"http://{WORLD}:8080"
SSH = "ssh -q -i {home}/../key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@" + WORLD
CHROMIUM = [
    "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--no-first-run", "--disable-sync", "--disable-default-apps", "--autoplay-policy=no-user-gesture-required",
]


def shell(script: str) -> list[str]:
    return ["bash", "-c", script]


def shape(rate: str, burst: str = "6k", latency: str = "60ms") -> str:
    """A slow line: the sender is held by its acknowledgements, not by itself."""
    return f"tc qdisc add dev eth0 root tbf rate {rate} burst {burst} latency {latency}"


def photo(stage: Stage) -> str:
    return f"{stage.web}/photo$((RANDOM%12))"


def download(stage: Stage) -> Act:
    limit = stage.dice.choice(["100k", "300k", "900k", "1500k"])
    if stage.number % 3 == 0:
        return Act("download", "wget", limit, [["wget", "-q", "-O", "/dev/null", f"--limit-rate={limit}", f"{WEB}/large"]])
    if stage.number % 3 == 1:
        return Act("download", "curl", limit, [["curl", "-s", "-o", "/dev/null", "--limit-rate", limit, f"{WEB}/large"]])
    return Act("download", "aria2", limit, [["aria2c", "-q", "-x", "4", f"--max-overall-download-limit={limit}", "--file-allocation=none", "-d", str(stage.home), f"{WEB}/large"]])


def upload(stage: Stage) -> Act:
    limit = stage.dice.choice(["20k", "50k", "80k", "150k", "400k", "900k"])
    if stage.number % 2:
        return Act("upload", "rclone", limit, [["rclone", "copy", f"{stage.web}/large", ":webdav:" + stage.home.name, "--webdav-url", f"http://{WORLD}:8085", "--bwlimit", limit, "--config", "/dev/null"]])
    return Act("upload", "curl", limit, [["curl", "-s", "-T", f"{stage.web}/large", "--limit-rate", limit, f"{WEB}/up"]])


def shaped_upload(stage: Stage) -> Act:
    rate = stage.dice.choice(["300kbit", "400kbit", "600kbit", "800kbit", "1200kbit", "1500kbit", "2mbit", "3mbit", "5mbit"])
    burst, latency = stage.dice.choice([("2k", "40ms"), ("6k", "60ms"), ("6k", "200ms"), ("15k", "60ms"), ("32k", "100ms")])
    send = [
        f"curl -s -T {stage.web}/large {WEB}/up",
        f"while :; do curl -s -T {photo(stage)} {WEB}/up; sleep {stage.dice.choice([0.1, 0.3, 1, 3])}; done",
        f"curl -s -F file=@{stage.web}/large {WEB}/up",
        f"scp -O -q -i {stage.home}/../key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null {stage.web}/large root@{WORLD}:{stage.home}/got",
    ][stage.number % 4]
    return Act("shaped upload", "scp" if stage.number % 4 == 3 else "curl", f"{rate} {burst} {latency}", [shell(f"{shape(rate, burst, latency)}; {send}")])


def backup(stage: Stage) -> Act:
    dice, ssh = stage.dice, SSH.format(home=stage.home)
    kind = ("restic", "rsync", "scp", "curl", "rclone")[stage.number % 5]
    kib = dice.choice([30, 60, 120, 250, 500, 900])
    if kind == "restic":
        repo = f"-r sftp:root@{WORLD}:{stage.home}/repo -o sftp.command='{ssh} -s sftp'"
        script = f"export RESTIC_PASSWORD=x HOME={stage.home}; restic {repo} init -q; restic {repo} backup -q --limit-upload {kib} {stage.web}/large {stage.web}/photo*"
    elif kind == "rsync":
        script = f"rsync -a --bwlimit={kib} -e '{ssh.rsplit(' ', 1)[0]}' {stage.web}/photo* {stage.web}/large root@{WORLD}:{stage.home}/copy/"
    elif kind == "scp":
        script = f"scp -q -l {kib * 8} -i {stage.home}/../key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null {stage.web}/photo* {stage.web}/large root@{WORLD}:{stage.home}/"
    elif kind == "curl":
        script = f"while :; do curl -s -T {photo(stage)} --limit-rate {kib}k {WEB}/up; sleep {dice.choice([0.05, 0.5, 2])}; done"
    else:
        script = f"rclone copy {stage.web} :webdav:{stage.home.name} --include 'photo*' --transfers {dice.choice([1, 4])} --webdav-url http://{WORLD}:8085 --bwlimit {kib}k --config /dev/null"
    return Act("backup", kind, f"{kib} KiB/s", [shell(script)])


def television(stage: Stage) -> Act:
    if stage.number % 4 == 3:
        return Act("television", "chromium", "progressive", [[*CHROMIUM, f"--user-data-dir={stage.home}/c", f"{WEB}/film.html"]])
    what = ["hls/list.m3u8", "movie.mp4", "hls2/list.m3u8"][stage.number % 4]
    start = str(stage.dice.randrange(30))
    return Act("television", "HLS" if "hls" in what else "progressive", what, [[*FFMPEG, "-re", "-ss", start, "-i", f"{WEB}/{what}", "-f", "null", "-"]])


def cast(stage: Stage) -> Act:
    """A television to which somebody sends."""
    kind = stage.number % 2
    take = [*FFMPEG, "-i", f"udp://0.0.0.0:{stage.port}" if kind else f"srt://0.0.0.0:{stage.port}?mode=listener", "-f", "null", "-"]
    to = f"udp://{stage.station}:{stage.port}?pkt_size=1316" if kind else f"srt://{stage.station}:{stage.port}?mode=caller"
    send = shell(f"sleep 3; exec {' '.join(FFMPEG)} -re -ss {stage.dice.randrange(40)} -i {stage.web}/movie.mp4 -c copy -f mpegts '{to}'")
    # A screen says now and then that it is there.
    return Act("cast", "UDP" if kind else "SRT", "received", [take, stage.python("world.py", "beat", WORLD, 8090, stage.dice.choice([1, 2]), stage.seed)], [send])


def music(stage: Stage) -> Act:
    name = ["music.mp3", "music.ogg", "music.flac"][stage.number % 3]
    return Act("music", name[6:], "", [[*FFMPEG, "-re", "-ss", str(stage.dice.randrange(60)), "-i", f"{WEB}/{name}", "-f", "null", "-"]])


def web(stage: Stage) -> Act:
    if stage.number % 4 == 3:
        script = f"for n in $(seq 99); do wget -q -p -P {stage.home} --delete-after {WEB}/page$((RANDOM%40)).html; sleep $((RANDOM%6)).$((RANDOM%10)); done"
        return Act("web", "wget", "", [shell(script)])
    return Act("web", "chromium", "", [[*CHROMIUM, f"--user-data-dir={stage.home}/c", f"{WEB}/page{stage.dice.randrange(40)}.html"]])


def game(stage: Stage) -> Act:
    dice, port = stage.dice, stage.port
    if stage.number % 5 == 4:
        # A game that runs elsewhere: a film comes down, buttons go up.
        play = stage.python("world.py", "play", WORLD, port, dice.choice([60, 125]), 40, 70, stage.seed)
        film = shell(f"sleep 2; exec {' '.join(FFMPEG)} -re -ss {dice.randrange(40)} -i {stage.web}/movie.mp4 -c copy -an -f rtp 'rtp://{stage.station}:{port + 2}?pkt_size=1200'")
        return Act("game", "streamed", "", [play, stage.python("world.py", "sink", port + 2, port + 3)], [film, stage.python("world.py", "sink", port)])
    up, down = dice.choice([10, 20, 30, 60]), dice.choice([10, 20, 30, 64])
    low, high = dice.choice([(40, 110), (30, 60), (60, 250)])
    return Act("game", "datagrams", f"{up}/s up {down}/s down", [stage.python("world.py", "play", WORLD, port, up, low, high, stage.seed)], [stage.python("world.py", "play", stage.station, port, down, 80, dice.choice([250, 400, 900]), stage.seed)])


def idle(stage: Stage) -> Act:
    dice = stage.dice
    if stage.number % 2:
        publish = f"while :; do mosquitto_pub -h {WORLD} -t a/{stage.seed} -m $(head -c {dice.randrange(40, 600)} /dev/zero | tr '\\0' x); sleep {dice.choice([0.3, 1, 3, 8])}; done"
        return Act("idle things", "mosquitto", "", [shell(publish), ["mosquitto_sub", "-h", WORLD, "-t", f"a/{stage.seed}", "-k", "10"]])
    return Act("idle things", "heartbeat", "doorbell or vacuum at rest", [stage.python("world.py", "beat", WORLD, 8090, dice.choice([0.3, 0.5, 2, 5]), stage.seed)])


def sensor(stage: Stage) -> Act:
    dice = stage.dice
    if stage.number % 3 == 0:
        size, every = dice.choice([200, 800, 3000, 12_000]), dice.choice([0.2, 0.5, 1, 4])
        return Act("sensor", "curl", f"{size} B each {every} s", [shell(f"while :; do head -c {size} /dev/urandom | curl -s --data-binary @- {WEB}/up; sleep {every}; done")])
    kind, rate = ("tcp", "udp")[stage.number % 2], dice.choice([1, 2, 5, 10])
    low = dice.choice([60, 150, 300, 600])
    high = low + dice.choice([0, 8, 60])
    return Act("sensor", f"readings {kind}", f"{low}-{high} B, {rate}/s", [stage.python("world.py", "report", WORLD, 8090 if kind == "tcp" else stage.port, kind, rate, low, high, stage.seed)], [] if kind == "tcp" else [stage.python("world.py", "sink", stage.port)])


def speed_test(stage: Stage) -> Act:
    rate = stage.dice.choice([1, 2, 5, 8])
    order = ["-R", ""] if stage.number % 2 else ["", "-R"]
    go = "; ".join(f"iperf3 -c {WORLD} -p {stage.port} -t {stage.dice.choice([8, 12])} {way} -P {stage.dice.choice([1, 4])} {'-b 3M' if way else ''} > /dev/null; sleep 1" for way in order)
    return Act("speed test", "iperf3", f"{rate} Mbit/s", [shell(f"{shape(f'{rate}mbit', '15k')}; {go}; {go}")], [["iperf3", "-s", "-p", str(stage.port)]])


def remote_desktop(stage: Stage) -> Act:
    """The side that looks on."""
    if stage.number % 3 == 2:
        type_it = f"while :; do for c in l s ' ' - l; do printf \"$c\"; sleep 0.{stage.dice.randrange(10, 35)}; done; echo; sleep {stage.dice.choice([1, 2, 4])}; done | {SSH.format(home=stage.home)} -tt"
        return Act("remote desktop", "ssh", "typing", [shell(type_it)])
    look = shell(f"export DISPLAY=:{2000 + stage.seed}; Xvfb $DISPLAY -screen 0 1280x800x24 & sleep 2; xtigervncviewer -SecurityTypes None {WORLD}::{stage.port} & sleep 3; while :; do xdotool mousemove $((RANDOM%1000)) $((RANDOM%700)) click 1; sleep 0.$((RANDOM%9)); done")
    return Act("remote desktop", "VNC", "looks on", [look], [vnc(stage)])


def vnc(stage: Stage) -> list[str]:
    """A desktop on which text runs."""
    number = 100 + stage.seed
    pause = stage.dice.choice([0.05, 0.2, 1])
    return shell(f"Xtigervnc :{number} -rfbport {stage.port} -SecurityTypes None -geometry 1280x720 & sleep 1; DISPLAY=:{number} xterm -geometry 200x60 -e 'while :; do head -c 900 /dev/urandom | base64; sleep {pause}; done'")


def chatter(stage: Stage) -> Act:
    ask = f"while :; do dig @{WORLD} +tries=1 +time=1 host$RANDOM.example > /dev/null; sleep {stage.dice.choice(['0.05', '0.2', '0.$((RANDOM%10))', '$((RANDOM%4))'])}; done"
    return Act("DNS", "dig", "", [shell(ask)])


def printer(stage: Stage) -> Act:
    size, pause = stage.dice.choice([200_000, 900_000, 4_000_000]), stage.dice.choice([1, 4, 8])
    if stage.number % 2:
        take = stage.python("world.py", "web", 6310, "/tmp")
        send = shell(f"sleep 2; while :; do head -c {size} /dev/urandom | curl -s --data-binary @- http://{stage.station}:6310/ipp; sleep {pause}; for n in 1 2 3; do curl -s http://{stage.station}:6310/note/state; sleep 0.5; done; done")
        return Act("printing", "printer", f"{size} B", [take], [send])
    return Act("printing", "computer", f"{size} B", [shell(f"while :; do head -c {size} /dev/urandom | curl -s --limit-rate 2M --data-binary @- {WEB}/ipp; sleep {pause}; done")])


def torrent(stage: Stage) -> Act:
    dice, home = stage.dice, stage.home
    make = f"{' '.join(stage.python('world.py'))} torrent {stage.web}/medium s{stage.seed} {WEB}/announce {home}/t.torrent"
    common = "--enable-dht=false --bt-enable-lpd=false --enable-peer-exchange=false --file-allocation=none --bt-tracker-interval=3 -q"
    seed = f"aria2c {common} -V --bt-seed-unverified=true --seed-ratio=0 -d {stage.web} --listen-port={stage.port}"
    take = f"aria2c {common} -d {home}/got --listen-port={stage.port + 1} --seed-time=0"
    limit = dice.choice(["50K", "100K", "300K", "600K"])
    if stage.number % 2:
        return Act("torrent", "aria2", f"seeds {limit}", [shell(f"sleep 1; {seed} --max-overall-upload-limit={limit} {home}/t.torrent")], [shell(f"{make}; sleep 2.5; {take} {home}/t.torrent")])
    return Act("torrent", "aria2", f"takes {limit}", [shell(f"sleep 2.5; {take} --max-overall-download-limit={limit} {home}/t.torrent")], [shell(f"{make}; {seed} {home}/t.torrent")])


def file_sync(stage: Stage) -> Act:
    dice, home = stage.dice, stage.home
    change = f"mkdir -p {home}/papers; head -c $((RANDOM*{dice.choice([1, 4, 20])})) /dev/urandom > {home}/papers/$((RANDOM%9))"
    if stage.number % 2:
        send = f"rclone sync {home}/papers :webdav:{home.name} --webdav-url http://{WORLD}:8085 --config /dev/null"
    else:
        send = f"rsync -a -e '{SSH.format(home=home).rsplit(' ', 1)[0]}' {home}/papers root@{WORLD}:{home}/copy/"
    return Act("file sync", "rclone" if stage.number % 2 else "rsync", "", [shell(f"while :; do {change}; {send}; sleep {dice.choice([0.3, 1, 3])}; done")])


def messages(stage: Stage) -> Act:
    """A telephone in use: small things all the time, a photo now and then, pictures that come."""
    dice = stage.dice
    script = (
        f"while :; do head -c $((RANDOM%1500+50)) /dev/urandom | curl -s --data-binary @- {WEB}/up; "
        f"[ $((RANDOM%{dice.choice([3, 6, 12])})) = 0 ] && curl -s -T {photo(stage)} --limit-rate {dice.choice(['200k', '1M'])} {WEB}/up; "
        f"[ $((RANDOM%3)) = 0 ] && curl -s -o /dev/null --limit-rate 1M {WEB}/photo$((RANDOM%12)); sleep 0.$((RANDOM%10)); sleep {dice.choice([0, 1, 2])}; done"
    )
    return Act("messages", "curl", "", [shell(script)])


def microphone(stage: Stage) -> Act:
    """A baby monitor that only hears, a speaker that listens: sound alone goes out."""
    kind = stage.dice.choice(["alaw.wav", "opus.ogg", "opus60.ogg", "aac.m4a"])
    sound = f"{stage.pictures}/sound{stage.dice.randrange(3)}-{kind}"
    begin = [*FFMPEG, "-re", "-i", sound, "-c", "copy"]
    if stage.number % 2 and kind != "alaw.wav":
        return Act("microphone", "ffmpeg", f"TCP {kind}", [[*begin, "-f", "mpegts", f"tcp://{WORLD}:{stage.port}"]], [[*FFMPEG, "-listen", "1", "-i", f"tcp://0.0.0.0:{stage.port}", "-c", "copy", "-f", "null", "-"]])
    return Act("microphone", "ffmpeg", f"RTP {kind}", [[*begin, "-f", "rtp", f"rtp://{WORLD}:{stage.port}"]], [stage.python("world.py", "sink", stage.port, stage.port + 1)])


OTHERS: "dict[str, tuple[Callable[[Stage], Act], int]]" = {
    "download": (download, 24), "upload": (upload, 32), "shaped upload": (shaped_upload, 48), "backup": (backup, 55),
    "television": (television, 28), "cast": (cast, 12), "music": (music, 18), "web": (web, 36), "game": (game, 30),
    "idle things": (idle, 32), "sensor": (sensor, 36), "speed test": (speed_test, 14), "remote desktop": (remote_desktop, 24),
    "DNS": (chatter, 12), "printing": (printer, 14), "torrent": (torrent, 24), "file sync": (file_sync, 22), "messages": (messages, 18),
    "microphone": (microphone, 15),
}
"""What, and how many sessions of it."""
