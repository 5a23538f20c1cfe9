"""What holds for all tests: no sockets outside the lab, and a lab that is up once for all who need it.

Fixtures: `lab` (the network `spine`, up for the whole session), `guest` (its computer, in which roomcheck runs),
`wiretap` (what that computer sent; judged when the session ends, too), `build_lab` (any other network, for one test).
"""

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

REQUIRED = "ROOMCHECK_LAB_REQUIRED"
"""Set where a missing lab must fail the run: in continuous integration."""

_why_no_lab = pytest.StashKey[str | None]()
_unrun = pytest.StashKey[int]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    os.environ["ROOMCHECK_LAB_ONLY"] = "1"
    config.option.disable_socket = True
    config.option.allow_unix_socket = True  # asyncio's own pair
    config.stash[_unrun] = 0
    config.stash[_why_no_lab] = _hindrance()


def _hindrance() -> str | None:
    from tests.lab import setup

    if why := setup.hinders():
        return why
    if missing := setup.missing_packages():
        return f"missing for the test network: {' '.join(missing)}"
    if not (setup.SOFTWARE / "node.stamp").exists() or not (setup.SOFTWARE / "python.stamp").exists():
        return "the test network's software is not set up (make lab-setup)"
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("lab"):
            item.add_marker(pytest.mark.enable_socket)
    why = config.stash[_why_no_lab]
    if why and not os.environ.get(REQUIRED):
        theirs = [item for item in items if item.get_closest_marker("lab")]
        config.stash[_unrun] = len(theirs)
        if theirs:
            config.hook.pytest_deselected(items=theirs)
            items[:] = [item for item in items if not item.get_closest_marker("lab")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[_unrun]:
        terminalreporter.write_line(
            f"NOT RUN: {config.stash[_unrun]} tests in the test network: {config.stash[_why_no_lab]}."
        )


def pytest_runtest_setup(item: pytest.Item) -> None:
    why = item.config.stash[_why_no_lab]
    if why and item.get_closest_marker("lab"):
        pytest.fail(f"the test network is required here: {why}", pytrace=False)


@pytest.fixture(scope="session")
def lab() -> Iterator:
    """The network `spine`. What its guest sent during the whole session is judged at the end."""
    from tests.lab.lab import Lab
    from tests.lab.labs import spine

    with Lab(spine(), seed=_seed()) as up:
        print(f"lab seed {up.seed}")
        yield up
        breaches = up.wiretap.check()
        assert not breaches, "\n".join(map(str, breaches[:20]))


@pytest.fixture(scope="session")
def guest(lab):
    return lab.guest


@pytest.fixture(scope="session")
def wiretap(lab):
    return lab.wiretap


@pytest.fixture
def build_lab() -> Iterator[Callable]:
    """Builds a named network (`tests.lab.labs`) for one test; judged and taken down after it."""
    from tests.lab.lab import Lab
    from tests.lab.labs import LABS

    up = []

    def build(name: str) -> Lab:
        made = Lab(LABS[name](), seed=_seed())
        up.append(made.__enter__())
        print(f"lab {name} seed {made.seed}")
        return made

    try:
        yield build
        for made in up:
            breaches = made.wiretap.check()
            assert not breaches, "\n".join(map(str, breaches[:20]))
    finally:
        for made in up:
            made.close()


def _seed() -> int | None:
    """The seed of the labs, from `ROOMCHECK_LAB_SEED` where somebody wants the same again."""
    told = os.environ.get("ROOMCHECK_LAB_SEED")
    return int(told) if told else None
