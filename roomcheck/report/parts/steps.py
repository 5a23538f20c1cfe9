"""What to do now, in the order of the country."""

from typing import Final

from roomcheck.model.assessment import Assessment
from roomcheck.report.countries import Country
from roomcheck.report.document import Runs, Section
from roomcheck.report.parts.findings import found
from roomcheck.report.parts.law import facts_about
from roomcheck.report.phrasing import Writer
from roomcheck.words import msg

STEPS: Final = {
    "safety": msg("If you do not feel safe there, leave first. Everything else can wait."),
    "untouched": msg("Do not touch, move or unplug the device: it is evidence, and so is where it stands."),
    "photograph": msg(
        "Photograph it: first the whole room, then closer, then the device with any label. Photograph "
        "what its lens can see."
    ),
    "keep": msg(
        "Keep the listing, the booking and all messages as files, with their address and the time. "
        "Listings and links vanish."
    ),
    "seal": msg(
        "Seal the recording with “roomcheck seal” and keep a copy outside the place; write down the head hash."
    ),
    "police": msg("Go to the police before you write to the platform. Take this report and the sealed file."),
    "complaint": msg("Make the complaint yourself, in the form the law asks for, and within the time it gives."),
    "content": msg(
        "If footage of you is online: note the addresses and times at once, and report it to the service named below."
    ),
    "platform": msg(
        "Then report to the platform, in writing, and ask for the evidence and the booking data to be kept."
    ),
    "host": msg(
        "Write nothing to the host from inside the room, and nothing about what you found before the police know."
    ),
}


def steps(country: Country, writer: Writer) -> Section:
    """The numbered steps; who to call stands first."""
    lines: list[Runs] = [writer.say(STEPS[key]) for key in country.steps]
    return writer.section(
        "What to do now",
        [*facts_about(country.fact, ("emergency",), writer), writer.bullets(lines, numbered=True)],
    )


def calm_steps(shown: Assessment, writer: Writer) -> Section:
    """What may still be done where nothing was found."""
    lines = [writer.statement(one, one.key) for one in shown.coverage.next_steps]
    lines.append(
        writer.say("Look at the room itself: smoke detectors, clocks, chargers, mirrors, vents, lamps, routers.")
    )
    lines.append(
        writer.say("Shine a torch along walls and objects from your own eye: a lens returns a small, steady glint.")
    )
    return writer.section("What you can still do", [writer.bullets(lines)])


def next_section(country: Country, shown: Assessment, writer: Writer) -> Section:
    """What to do now: the country's order where something was found that the listing does not disclose."""
    serious = [one for one in found(shown) if one.disclosed is not True]
    return steps(country, writer) if serious else calm_steps(shown, writer)


def unsaid(writer: Writer) -> Runs:
    """A reminder under every guest's page."""
    return writer.say("This page is yours. Share it with the police or a lawyer first.")
