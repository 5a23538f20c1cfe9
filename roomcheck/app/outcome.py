"""The exit status of a check."""

from roomcheck.assess.coverage import COMFORTLESS
from roomcheck.model.assessment import Assessment
from roomcheck.model.errors import Exit


def exit_of(assessment: Assessment) -> Exit:
    """3 where at least one device is `camera` or `suspect`, disclosed ones too; else 4 where too little was checked."""
    if assessment.counts["camera"] or assessment.counts["suspect"]:
        return Exit.FOUND
    return Exit.TOO_LITTLE_COVERAGE if assessment.coverage.level in COMFORTLESS else Exit.DONE
