"""How the application looks, as data. Every verdict has a word and a symbol besides its colour."""

from typing import Final

from textual.theme import Theme

from roomcheck.words import msg


def _verdicts(camera: str, suspect: str, unresolved: str, cleared: str) -> dict[str, str]:
    return {
        "verdict-camera": camera,
        "verdict-suspect": suspect,
        "verdict-unresolved": unresolved,
        "verdict-cleared": cleared,
    }


THEMES: Final = (
    Theme(
        name="evening",
        primary="#7aa2c8",
        secondary="#8aa8a0",
        accent="#c8b27a",
        foreground="#d8dce0",
        background="#14181c",
        surface="#1b2126",
        panel="#242c33",
        success="#8fbf8f",
        warning="#dcb45a",
        error="#e8806a",
        dark=True,
        variables=_verdicts("#ff8a70", "#f0c050", "#8fc7e8", "#9ccf9c"),
    ),
    Theme(
        name="daylight",
        primary="#245a8a",
        secondary="#356b60",
        accent="#7a5a10",
        foreground="#1c2024",
        background="#f7f6f2",
        surface="#efede6",
        panel="#e2dfd4",
        success="#2a6a2a",
        warning="#7a5200",
        error="#a02818",
        dark=False,
        variables=_verdicts("#a01808", "#7a4a00", "#105a80", "#1f5f1f"),
    ),
    Theme(
        name="contrast",
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffffff",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#202020",
        success="#00ff00",
        warning="#ffff00",
        error="#ff8080",
        dark=True,
        variables={**_verdicts("#ff9090", "#ffff00", "#00ffff", "#00ff00"), "text-muted": "#ffffff"},
    ),
    Theme(
        name="plain",
        primary="#ffffff",
        secondary="#d0d0d0",
        accent="#ffffff",
        foreground="#f0f0f0",
        background="#000000",
        surface="#0c0c0c",
        panel="#202020",
        success="#f0f0f0",
        warning="#f0f0f0",
        error="#ffffff",
        dark=True,
        variables={**_verdicts("#ffffff", "#ffffff", "#f0f0f0", "#d0d0d0"), "text-muted": "#e0e0e0"},
    ),
)

TITLES: Final = {
    "evening": msg("Evening"),
    "daylight": msg("Daylight"),
    "contrast": msg("High contrast"),
    "plain": msg("No colour"),
}
"""Each theme as people call it."""
