"""Where files go on this machine, by platformdirs."""

import os
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Where what can be made again is kept."""
    return Path(platformdirs.user_cache_dir("roomcheck"))


def data_folder() -> Path:
    """Where checks are kept unless the person names another place."""
    return Path(platformdirs.user_data_dir("roomcheck"))


def lab_only() -> bool:
    """Whether the environment restricts roomcheck to the lab."""
    return os.environ.get("ROOMCHECK_LAB_ONLY") == "1"
