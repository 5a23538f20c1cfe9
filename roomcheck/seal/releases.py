"""The libraries of signatures that were released: version to SHA-256, as an assessment names them."""

from importlib import resources

import msgspec

from roomcheck.seal.answers import Answer, Question, State


def known() -> dict[str, str]:
    """The releases that this version of roomcheck knows."""
    data = resources.files("roomcheck.seal").joinpath("releases.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, str])


def compare(version: str, sha256: str, releases: dict[str, str]) -> Answer:
    """Whether a library is one that was released."""
    if releases.get(version) == sha256:
        return _answer(State.HOLDS, f"The signatures are version {version}, as released.")
    same = next((name for name, hashed in releases.items() if hashed == sha256), None)
    if version in releases or same is not None:
        said = f"version {version}, but they are not what was released as {version}"
        return _answer(State.ALTERED, f"The signatures call themselves {said}.")
    return _answer(
        State.UNCHECKED,
        f"The signatures call themselves version {version}; this version of roomcheck knows no such release.",
    )


def _answer(state: State, sentence: str) -> Answer:
    return Answer(question=Question.LIBRARY, state=state, sentence=sentence, essential=False)
