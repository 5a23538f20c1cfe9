"""What is asked in a terminal. An end of input is no answer, and no answer is No."""

from typing import Final

from roomcheck.words import Words

_YES: Final = frozenset({"y", "yes", "o", "oui"})


def answer_to(question: str) -> str:
    """What the person typed, without spaces around it; empty where input ended."""
    try:
        return input(question).strip()
    except EOFError:
        print()
        return ""


def agreed(words: Words) -> bool:
    """Whether the person wants to start."""
    return answer_to(words.say("Start? [y/N] ")).lower() in _YES
