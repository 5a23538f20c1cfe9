"""The application in a real browser, in a network namespace that holds loopback alone."""

import json
import os
import shutil
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.lab, pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_it_opens_once_here_and_fetches_nothing_from_elsewhere(tmp_path):
    picture = tmp_path / "screen.png"
    inside = f"ip link set lo up && exec {sys.executable} -m tests.tui.inside_browser {picture}"
    done = subprocess.run(
        ["unshare", "--net", "sh", "-c", inside],
        capture_output=True,
        text=True,
        check=False,
        timeout=160,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["without"] == [403, 403, 403, 403]
    assert told["check"]
    assert told["walk"], "the keyboard reaches the application"
    assert told["fonts"] >= 1
    assert told["again"] == 403
    assert told["other host"] == 403
    own = told["address"].partition("/open/")[0]
    allowed = (own, own.replace("http:", "ws:"))
    assert [url for url in told["requested"] if not url.startswith(allowed)] == []
    assert picture.stat().st_size > 10_000
