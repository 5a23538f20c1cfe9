"""Brings the lab's third-party software onto this machine. Quick where it is there already; standard library alone.

Debian's packages only as root on Debian; npm's and PyPI's into `.lab/`, from locked versions with their digests.
Says in one line what it could not bring. Exit status 0: the lab can be built here; 3: it cannot, and why was said.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOFTWARE = ROOT / ".lab"
LOCKS = ROOT / "requirements"
CANNOT = 3
POLICY = Path("/usr/sbin/policy-rc.d")


def present(sign: str) -> bool:
    if sign.startswith("/"):
        return any(Path("/").glob(sign.lstrip("/")))
    return shutil.which(sign, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/bin:/bin") is not None


def missing_packages() -> list[str]:
    lines = (line.split() for line in (HERE / "packages.txt").read_text().splitlines())
    return [line[0] for line in lines if line and not line[0].startswith("#") and not present(line[1])]


def install_packages(names: list[str]) -> None:
    """Installs without starting a single server: none of them may speak on this machine's own network."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        run(["apt-get", "update", "-qq"], env=environment)
        run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", *names], env=environment)
    finally:
        if ours:
            POLICY.unlink()


def run(argv: list[str], **more) -> None:
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace")[-3000:])
        raise SystemExit(f"lab set-up: {' '.join(argv[:4])} ... failed")


def once(stamp: Path, *sources: Path) -> bool:
    """Whether the stamp shows that exactly these files were followed already."""
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return True
    stamp.unlink(missing_ok=True)
    stamp.with_suffix(".next").write_text(digest)
    return False


def follow(stamp: Path) -> None:
    stamp.with_suffix(".next").rename(stamp)


def install_python(place: Path, stamp: Path, lock: Path, *more: str) -> None:
    """An environment with exactly what a lock names, digests checked."""
    if once(stamp, lock):
        return
    if not (place / "bin" / "pip").exists():
        venv.create(place, with_pip=True, clear=True)
    pip = [str(place / "bin/pip"), "install", "-q", "--disable-pip-version-check", "--prefer-binary"]
    run([*pip, "--require-hashes", *more, "-r", str(lock)])
    follow(stamp)


def install_node() -> None:
    files = [HERE / "software" / name for name in ("package.json", "package-lock.json")]
    stamp = SOFTWARE / "node.stamp"
    if once(stamp, *files):
        return
    place = SOFTWARE / "node"
    place.mkdir(exist_ok=True)
    for file in files:
        shutil.copy(file, place)
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=place)
    follow(stamp)


def make_clip() -> None:
    """Two seconds of a test picture, for servers that want a file."""
    clip = SOFTWARE / "clip.ts"
    if clip.exists():
        return
    run(
        [
            "gst-launch-1.0",
            "-q",
            "videotestsrc",
            "num-buffers=20",
            "!",
            "video/x-raw,width=320,height=240,framerate=10/1",
            "!",
            "x264enc",
            "key-int-max=5",
            "speed-preset=ultrafast",
            "!",
            "mpegtsmux",
            "!",
            "filesink",
            f"location={clip}.part",
        ]
    )
    Path(f"{clip}.part").rename(clip)


def hinders() -> str | None:
    """Why a lab cannot be built on this machine at all, None where nothing hinders."""
    if sys.platform != "linux":
        return "the test network needs Linux"
    if os.geteuid() != 0:
        return "the test network needs root, for network namespaces"
    if shutil.which("unshare") is None and Path("/etc/debian_version").exists():
        return None  # comes with the packages
    probe = subprocess.run(["unshare", "--net", "--mount", "--pid", "--fork", "true"], capture_output=True)
    return "this machine gives no network namespaces" if probe.returncode else None


def main() -> int:
    if why := hinders():
        print(f"lab set-up: {why}; its tests will not run", file=sys.stderr)
        return CANNOT
    if names := missing_packages():
        if not Path("/etc/debian_version").exists():
            print(f"lab set-up: not Debian, and these are missing: {' '.join(names)}", file=sys.stderr)
            return CANNOT
        print(f"lab set-up: installing {len(names)} Debian packages", file=sys.stderr)
        install_packages(names)
    SOFTWARE.mkdir(exist_ok=True)
    install_python(SOFTWARE / "venv", SOFTWARE / "python.stamp", LOCKS / "lab.txt")
    install_python(SOFTWARE / "case-venv", SOFTWARE / "case.stamp", LOCKS / "case.txt", "--no-deps")
    install_node()
    make_clip()
    return 0


if __name__ == "__main__":
    sys.exit(main())
