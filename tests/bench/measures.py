"""The measurements by name."""

from tests.bench import captures, matching, scanning, starting, tui

MEASURES = {
    "start": starting.measure,
    "match": matching.measure,
    "sweep": scanning.sweep,
    "repeat": scanning.repeat,
    "scan": scanning.measure,
    "tui": tui.measure,
    "captures": captures.measure,
}
