"""Files that a use case leaves: the old one or the new one, never half of one."""

from pathlib import Path

from roomcheck.model.errors import RecordingError
from roomcheck.seal.atomic import replacing


def put(path: Path, data: bytes) -> None:
    """Writes `path` whole or not at all. Raises RecordingError; what was there before is there still."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(data)
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be written ({(error.strerror or str(error)).lower()}).",
            "Choose another place with --output, or make room; nothing else is lost.",
        ) from error
